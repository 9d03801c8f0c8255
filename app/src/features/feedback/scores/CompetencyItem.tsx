/** One competency: the level, the anchor it meets, the next one to reach, and the words it rests on. */
import { View } from 'react-native';

import type { Competency } from '@/api';
import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Chip, Disclosure, Heading, Text } from '@/ui';

import { ContestButton } from '../contest/ContestButton';
import { Quotes } from '../player/Quote';
import { LevelMark } from './LevelMark';

export function CompetencyItem({ competency, first }: { competency: Competency; first: boolean }) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const { name, level, anchor_met: met, anchor_next: next, evidence } = competency;
  return (
    <View style={[styles.item, !first && styles.ruled]} role="listitem">
      <View style={styles.head}>
        <Heading level={3}>{names.competency(name)}</Heading>
        {level === null ? (
          <Text variant="small" tone="muted">
            {t('feedback.notScoredShort')}
          </Text>
        ) : (
          <LevelMark level={level} />
        )}
      </View>
      {competency.uncertain && (
        <View style={styles.head}>
          <Chip
            tone="warm"
            icon="alert"
            label={competency.spread ? t('feedback.uncertain', { spread: competency.spread }) : t('feedback.rough')}
          />
        </View>
      )}
      {met ? (
        <Text variant="small">{met}</Text>
      ) : level === 0 ? (
        <Text variant="small">{t('feedback.levelZero')}</Text>
      ) : null}
      {next ? (
        <Text variant="small" tone="muted">
          <Text variant="small" strong tone="accentText">{`${t('feedback.next')} `}</Text>
          {next}
        </Text>
      ) : null}
      {evidence.length > 0 && (
        <Disclosure label={t('feedback.evidence', { count: evidence.length })}>
          <Quotes evidence={evidence} />
        </Disclosure>
      )}
      <ContestButton claim={name} words={t('contest.level', { competency: names.competency(name), level: level })} />
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  item: { gap: space.s, paddingVertical: space.l },
  ruled: { borderTopWidth: 1, borderTopColor: color.line },
  head: { flexDirection: 'row', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center', gap: space.s },
}));
