/** Findings: what was done well, or what to do differently next time, each with the words it rests on. */
import { View } from 'react-native';

import type { Evidence } from '@/api';
import { useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Icon, Text } from '@/ui';

import { ContestButton } from '../contest/ContestButton';
import { Quotes } from '../player/Quote';

interface Finding {
  text: string;
  evidence: Evidence[];
  /** What to do about it. */
  try?: string | null;
}

interface FindingsCardProps {
  kind: 'strengths' | 'improvements';
  findings: Finding[];
}

export function FindingsCard({ kind, findings }: FindingsCardProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  if (findings.length === 0) return null;
  return (
    <Card style={styles.card}>
      <Heading level={2}>{t(`feedback.${kind}`)}</Heading>
      <View role="list" style={styles.list}>
        {findings.map((finding, at) => (
          <View key={at} role="listitem" style={styles.finding}>
            <View style={styles.icon}>
              <Icon name={kind === 'strengths' ? 'check' : 'forward'} size={16} tone="accentText" />
            </View>
            <View style={styles.words}>
              <Text>{finding.text}</Text>
              <Quotes evidence={finding.evidence} />
              {finding.try ? (
                <View style={styles.try}>
                  <Text variant="small" strong tone="accentText">
                    {t('feedback.try')}
                  </Text>
                  <Text variant="small">{finding.try}</Text>
                </View>
              ) : null}
              <ContestButton claim={finding.text} words={finding.text} />
            </View>
          </View>
        ))}
      </View>
    </Card>
  );
}

const useStyles = makeStyles(({ color }) => ({
  card: { gap: space.l },
  list: { gap: space.xl },
  finding: { flexDirection: 'row', gap: space.m },
  icon: {
    width: 26,
    height: 26,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: color.accentSoft,
  },
  words: { flex: 1, gap: space.s },
  try: { gap: 2, padding: space.m, borderRadius: radius.s, backgroundColor: color.accentSoft },
}));
