/** How the person gets better, and how sure that is. */
import type { SessionPage } from '@/api';
import { useTranslation } from '@/i18n';
import { Card, Heading, Text } from '@/ui';

import { direction, trend, type Scored } from './progress';
import { ProgressChart } from './ProgressChart';

export function ProgressCard({ page }: { page: SessionPage }) {
  const { t } = useTranslation();
  const answers = scoredAnswers(page);
  const points = trend(answers);
  return (
    <Card>
      <Heading level={2}>{t('home.progress.title')}</Heading>
      {answers.length === 0 ? (
        <Text tone="muted">{t('home.progress.none')}</Text>
      ) : (
        <>
          <Text tone="muted">
            {points.length === 0
              ? t('home.progress.few', { count: 3 - answers.length })
              : t(`home.progress.verdict.${direction(points)}`)}
          </Text>
          <ProgressChart answers={answers} />
          <Text variant="small" tone="muted">
            {t(points.length === 0 ? 'home.progress.legendFew' : 'home.progress.legend')}
          </Text>
        </>
      )}
    </Card>
  );
}

function scoredAnswers({ sessions }: SessionPage): Scored[] {
  return sessions
    .flatMap(({ created_at, overall_score }) =>
      overall_score === null ? [] : [{ at: new Date(created_at).getTime(), score: overall_score }],
    )
    .reverse();
}
