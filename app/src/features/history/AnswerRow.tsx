/** One answer in a list: its question, when it was given, and its score or where it stands. */
import { View } from 'react-native';

import type { SessionSummary } from '@/api';
import { useFormat, useNames, useTranslation } from '@/i18n';
import { useLiveSessionQuery } from '@/realtime';
import { makeStyles, space, useLayout } from '@/theme';
import { Icon, LinkBox, Text } from '@/ui';

import { StatusChip } from './StatusChip';

interface AnswerRowProps {
  answer: SessionSummary;
  /** Shown instead of the question, for attempts under their question. */
  label?: string;
  first?: boolean;
}

export function AnswerRow({ answer, label, first }: AnswerRowProps) {
  const format = useFormat();
  const names = useNames();
  const styles = useStyles();
  const { rail } = useLayout();
  const facts = [
    format.date(answer.created_at, 'moment'),
    answer.duration_s === null ? null : format.duration(answer.duration_s),
    label || !answer.competency || !rail ? null : names.competency(answer.competency),
  ];
  return (
    <LinkBox
      href={`/sessions/${answer.id}`}
      look={({ hovered }) => [styles.row, !first && styles.ruled, hovered && styles.hover]}
    >
      <View style={styles.words}>
        <Text numberOfLines={2}>{label ?? answer.question ?? answer.title}</Text>
        <Text variant="small" tone="muted">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </View>
      <AnswerState {...answer} />
      <Icon name="forward" size={18} tone="muted" />
    </LinkBox>
  );
}

/** On these the server works, so that they move by themselves. */
const UNDER_WAY: ReadonlySet<SessionSummary['status']> = new Set(['transcribing', 'transcribed', 'scoring']);

function AnswerState({ id, status, overall_score: score }: SessionSummary) {
  const { t } = useTranslation();
  const format = useFormat();
  // Each word of the server on a session renews the lists that hold it.
  useLiveSessionQuery(id, { skip: !UNDER_WAY.has(status) });
  if (status !== 'completed') return <StatusChip status={status} />;
  if (score === null) {
    return (
      <Text variant="small" tone="muted">
        {t('history.notScored')}
      </Text>
    );
  }
  return (
    <Text variant="lead" strong tabular aria-label={t('history.scoreLabel', { score: format.number(score) })}>
      {format.number(score)}
    </Text>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.l + 4,
    paddingVertical: space.m + 2,
  },
  ruled: { borderTopWidth: 1, borderTopColor: color.line },
  hover: { backgroundColor: color.hover },
  words: { flex: 1, gap: 2 },
}));
