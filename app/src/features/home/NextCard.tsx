/** What to practise next, why, and one button. */
import { useState } from 'react';
import { View } from 'react-native';

import { useListQuestionsQuery, type DueCompetency } from '@/api';
import { practiceHref } from '@/features/practice';
import { useNames, useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Button, Card, Heading, LinkButton, Text } from '@/ui';

/** The most questions that one request may bring. */
const MOST = 100;

interface NextCardProps {
  /** The most overdue first. */
  due: DueCompetency[];
}

export function NextCard({ due }: NextCardProps) {
  const { t } = useTranslation();
  const names = useNames();
  const styles = useStyles();
  const { rail } = useLayout();
  const [skipped, setSkipped] = useState(0);
  const next = due[skipped % Math.max(1, due.length)];
  // The list of what is due names the question; its tips and its length are the bank's to tell.
  const bank = useListQuestionsQuery({ competency: next?.competency, limit: MOST }, { skip: !next });
  if (!next) return null;
  const { competency, question, because } = next;
  const known = bank.data?.questions.find(({ id }) => id === question?.id);
  return (
    <Card accent style={[styles.card, rail ? styles.roomy : styles.snug]}>
      <Text variant="small" strong tone="accentText">
        {t('home.next.title', { competency: names.competency(competency) })}
      </Text>
      <Heading level={2} variant="title">
        {question?.text ?? t('home.next.allAnswered')}
      </Heading>
      <Text variant="small">{because}</Text>
      <View style={[styles.actions, !rail && styles.stacked]}>
        <LinkButton
          href={question ? practiceHref(known ?? { text: question.text, competency }) : '/questions'}
          kind="primary"
          size="l"
          icon={question ? 'mic' : 'questions'}
          block={!rail}
          label={t(question ? 'home.next.action' : 'home.next.bank')}
        />
        {due.length > 1 && (
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
