/** The newest answers, and the way to all of them. */
import { View } from 'react-native';

import type { SessionSummary } from '@/api';
import { AnswerRow } from '@/features/history';
import { useTranslation } from '@/i18n';
import { space } from '@/theme';
import { Card, Heading, LinkButton } from '@/ui';

const SHOWN = 4;

export function LatestAnswers({ answers }: { answers: SessionSummary[] }) {
  const { t } = useTranslation();
  if (answers.length === 0) return null;
  return (
    <View style={{ gap: space.m }}>
      <Heading level={2}>{t('home.recent.title')}</Heading>
      <Card flush>
        {answers.slice(0, SHOWN).map((answer, at) => (
          <AnswerRow key={answer.id} answer={answer} first={at === 0} />
        ))}
      </Card>
      {answers.length > SHOWN && <LinkButton href="/history" kind="quiet" label={t('home.recent.all')} />}
    </View>
  );
}
