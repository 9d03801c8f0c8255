/** The scores of the answer, what they are made of, and who judged. */
import { View } from 'react-native';

import type { Feedback } from '@/api';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Card, Heading, Text } from '@/ui';

/** What each score is the mean of, where it could be judged (docs/coaching.md). */
const parts = {
  communication: ['relevance', 'result'],
  technical: ['specificity', 'reasoning'],
  clarity: ['structure', 'clarity'],
} as const;

type PartName = keyof typeof parts;
const partNames = Object.keys(parts) as PartName[];

export function ScoreCard({ feedback }: { feedback: Feedback }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const overall = feedback.overall_score;
  // A judge that may only coach gives none of them, and has said why.
  const anyPart = feedback.reason === null || partNames.some((part) => feedback[`${part}_score`] !== null);
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
            {partNames.map((part) => (
              <Part
                key={part}
                label={t(`feedback.score.${part}`)}
                value={feedback[`${part}_score`]}
                rest={judgedOf(feedback, part)}
              />
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

/** The competencies that a score rests on; empty when it rests on all that feed it. */
function judgedOf(feedback: Feedback, part: PartName) {
  const judged = parts[part].filter((name) => feedback.competencies.some((one) => one.name === name));
  return judged.length === parts[part].length ? [] : judged;
}

interface PartProps {
  label: string;
  value: number | null;
  /** The only competencies that it rests on, when others could not be judged. */
  rest: readonly string[];
}

function Part({ label, value, rest }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const styles = useStyles();
  const only =
    value !== null && rest.length > 0 ? t('feedback.score.only', { names: rest.map(names.competency).join(', ') }) : '';
  return (
    <View
      style={styles.part}
      role="img"
      aria-label={
        value === null ? `${label}: ${t('feedback.notScoredShort')}` : `${label}: ${format.number(value)} ${only}`.trim()
      }
    >
      <View style={styles.partWords}>
        <Text variant="small">
          {label}
          {only !== '' && (
            <Text variant="caption" tone="muted">
              {` ${only}`}
            </Text>
          )}
        </Text>
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
