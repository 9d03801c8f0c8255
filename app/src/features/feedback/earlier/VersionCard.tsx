/** One version of the feedback: when and why it was given, its score, and behind it what it said. */
import { View } from 'react-native';

import type { FeedbackVersion } from '@/api';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Card, Chip, Disclosure, Heading, Text } from '@/ui';

import { LevelMark } from '../scores/LevelMark';

interface VersionCardProps {
  version: FeedbackVersion;
  /** It is what the feedback page shows. */
  current: boolean;
}

export function VersionCard({ version, current }: VersionCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { feedback, because, created_at: at } = version;
  const score = feedback.overall_score;
  return (
    <Card>
      <View style={styles.head}>
        <View style={styles.words}>
          <Heading level={2}>{t(`earlier.because.${because}`)}</Heading>
          <Text variant="small" tone="muted">
            {format.date(at, 'moment')}
          </Text>
        </View>
        {current && <Chip tone="accent" label={t('earlier.current')} />}
        <Text variant="lead" strong tabular>
          {score === null ? t('history.notScored') : format.number(score)}
        </Text>
      </View>
      {feedback.reason && score === null ? <Text variant="small">{feedback.reason.message}</Text> : null}
      <Findings version={version} />
    </Card>
  );
}

function Findings({ version: { feedback } }: { version: FeedbackVersion }) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const { competencies, strengths, improvements } = feedback;
  if (competencies.length + strengths.length + improvements.length === 0) return null;
  return (
    <Disclosure label={t('earlier.said')}>
      {competencies.map(({ name, level }) => (
        <View key={name} style={styles.level}>
          <Text variant="small" style={styles.words}>
            {names.competency(name)}
          </Text>
          <LevelMark level={level} />
        </View>
      ))}
      {(['improvements', 'strengths'] as const).map(
        (kind) =>
          feedback[kind].length > 0 && (
            <View key={kind} style={styles.list}>
              <Heading level={3}>{t(`feedback.${kind}`)}</Heading>
              {feedback[kind].map(({ text }) => (
                <Text key={text} variant="small">
                  {text}
                </Text>
              ))}
            </View>
          ),
      )}
    </Disclosure>
  );
}

const useStyles = makeStyles(() => ({
  head: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.m },
  words: { flex: 1, gap: 2 },
  level: { flexDirection: 'row', alignItems: 'center', gap: space.m },
  list: { gap: space.xs, paddingTop: space.s },
}));
