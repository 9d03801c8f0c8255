/** Home: what to practise next, and how it has been going. */
import { useGetMeQuery, useGetProgressQuery, useListSessionsQuery } from '@/api';
import { TakeShelf } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { now } from '@/lib/clock';
import { Card, Columns, Loaded, Screen, Skeleton } from '@/ui';

import { HowItWorks } from './HowItWorks';
import { LatestAnswers } from './LatestAnswers';
import { NextCard } from './NextCard';
import { ProgressCard } from './ProgressCard';
import { WeekCard } from './WeekCard';

/** Enough of the newest answers for a busy week: the most that one request may bring. */
const LATEST = 100;

export function HomeScreen() {
  const { t } = useTranslation();
  const { data: me } = useGetMeQuery();
  const sessions = useListSessionsQuery({ limit: LATEST });
  const progress = useGetProgressQuery();
  // Both or neither: a suggestion made before the history is known would change under the finger.
  const both = {
    data: sessions.data && progress.data ? { page: sessions.data, ...progress.data } : undefined,
    error: sessions.error ?? progress.error,
    refetch: () => Promise.all([sessions.refetch(), progress.refetch()]),
  };

  return (
    <Screen title={t('home.title')} heading={me?.name ? t('home.hello', { name: me.name }) : t('home.helloNobody')}>
      <TakeShelf />
      <Loaded query={both} skeleton={<HomeSkeleton />}>
        {({ page, due, competencies }) => (
          <Columns
            main={
              <>
                <NextCard due={due} />
                <LatestAnswers answers={page.sessions} />
              </>
            }
            aside={
              page.stats.total === 0 ? (
                <HowItWorks />
              ) : (
                <>
                  <ProgressCard competencies={competencies} />
                  <WeekCard times={page.sessions.map(({ created_at }) => created_at)} now={now()} />
                </>
              )
            }
          />
        )}
      </Loaded>
    </Screen>
  );
}

function HomeSkeleton() {
  return (
    <Columns
      main={
        <Card accent>
          <Skeleton lines={[0.3, 0.9, 0.7, 0.4]} height={22} />
        </Card>
      }
      aside={
        <Card>
          <Skeleton lines={[0.4, 1, 1, 1, 0.8]} height={26} />
        </Card>
      }
    />
  );
}
