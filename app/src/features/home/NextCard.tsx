/** What to practise next, and one button. */
import { useState } from 'react';
import { View } from 'react-native';

import type { Question, SessionSummary } from '@/api';
import { practiceHref } from '@/features/practice';
import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Button, Card, Heading, LinkButton, Text } from '@/ui';

import { suggestions } from './next';

interface NextCardProps {
  bank: Question[];
  history: SessionSummary[];
}

export function NextCard({ bank, history }: NextCardProps) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const { rail } = useLayout();
  const [skipped, setSkipped] = useState(0);
  const ranked = suggestions(bank, history);
  const suggestion = ranked[skipped % Math.max(1, ranked.length)];
  if (!suggestion) return null;
  const { question, why, practised } = suggestion;
  const competency = names.competency(question.competency);
  return (
    <Card accent style={[styles.card, rail ? styles.roomy : styles.snug]}>
      <Text variant="small" strong tone="accentText">
        {t('home.next.title', { competency })}
      </Text>
      <Heading level={2} variant="title">
        {question.text}
      </Heading>
      <Text variant="small">{t(`home.next.why.${why}`, { competency, count: practised })}</Text>
      <View style={[styles.actions, !rail && styles.stacked]}>
        <LinkButton
          href={practiceHref(question)}
          kind="primary"
          size="l"
          icon="mic"
          block={!rail}
          label={t('home.next.action')}
        />
        {ranked.length > 1 && (
          <Button
            kind="quiet"
            size="l"
            block={!rail}
            label={t('home.next.other')}
            onPress={() => setSkipped(skipped + 1)}
          />
        )}
      </View>
    </Card>
  );
}

const useStyles = makeStyles(() => ({
  card: { gap: space.m },
  roomy: { padding: space.xl + 4 },
  // The last button brings its own room.
  snug: { padding: space.xl - 4, paddingBottom: space.s },
  actions: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s, marginTop: space.s },
  stacked: { flexDirection: 'column', flexWrap: 'nowrap', gap: space.xs },
}));
