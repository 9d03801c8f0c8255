/** The scores of the answer, what they are made of, and who judged. */
import { View } from 'react-native';

import type { Feedback } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

const parts = ['communication', 'technical', 'clarity'] as const;

export function ScoreCard({ feedback }: { feedback: Feedback }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const overall = feedback.overall_score;
  // A judge that may only coach gives none of them, and has said why.
  const anyPart = feedback.reason === null || parts.some((part) => feedback[`${part}_score`] !== null);
  return (
    <Card>
      <Heading level={2}>{t('feedback.score.title')}</Heading>
      <View style={styles.row}>
        {overall === null ? (
          <Text tone="muted" style={styles.none}>
            {feedback.reason?.message ?? t('feedback.score.none')}
          </Text>
        ) : (
          <View
            role="img"
            aria-label={t('feedback.score.overall', { score: format.number(overall) })}
            style={styles.overall}
          >
            <Text variant="figure" tabular>
              {format.number(overall)}
            </Text>
            <Text variant="small" tone="muted">
              {t('feedback.score.outOf')}
            </Text>
          </View>
        )}
        {anyPart && (
          <View style={styles.parts}>
            {parts.map((part) => (
              <Part key={part} label={t(`feedback.score.${part}`)} value={feedback[`${part}_score`]} />
            ))}
          </View>
        )}
      </View>
      {feedback.coach && (
        <Text variant="caption" tone="muted">
          {feedback.coach.kind === 'rules'
            ? t('feedback.coach.rules')
            : t('feedback.coach.model', { model: feedback.coach.model ?? '' })}
        </Text>
      )}
    </Card>
  );
}

function Part({ label, value }: { label: string; value: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  return (
    <View
      style={styles.part}
      role="img"
      aria-label={value === null ? `${label}: ${t('feedback.notScoredShort')}` : `${label}: ${format.number(value)}`}
    >
      <View style={styles.partWords}>
        <Text variant="small">{label}</Text>
        <Text variant="small" strong={value !== null} tone={value === null ? 'muted' : 'text'} tabular>
          {value === null ? '–' : format.number(value)}
        </Text>
      </View>
      <View style={styles.track}>{value !== null && <View style={[styles.fill, { width: `${value}%` }]} />}</View>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: { flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: space.xl },
  overall: { alignItems: 'flex-start', minWidth: 84 },
  none: { flexBasis: 120, flexGrow: 1 },
  parts: { flexGrow: 3, flexBasis: 200, gap: space.s + 2 },
  part: { gap: 4 },
  partWords: { flexDirection: 'row', justifyContent: 'space-between', gap: space.s },
  track: { height: 6, borderRadius: radius.round, backgroundColor: color.sunken, overflow: 'hidden' },
  fill: { height: '100%', borderRadius: radius.round, backgroundColor: color.accent },
}));
