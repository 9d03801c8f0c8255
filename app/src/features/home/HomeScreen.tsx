/** Home: what to practise next, and how it has been going. */
import { useGetMeQuery, useListQuestionsQuery, useListSessionsQuery } from '@/api';
import { AnswerRow } from '@/features/history';
import { TakeShelf } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { now } from '@/lib/clock';
import { space } from '@/theme';
import { Card, Columns, Heading, LinkButton, Loaded, Screen, Skeleton } from '@/ui';
import { View } from 'react-native';

import { HowItWorks } from './HowItWorks';
import { NextCard } from './NextCard';
import { ProgressCard } from './ProgressCard';
import { WeekCard } from './WeekCard';

/** How many of the newest answers the progress is drawn from: the most that one request may bring. */
const LATEST = 100;

export function HomeScreen() {
  const { t } = useTranslation();
  const { data: me } = useGetMeQuery();
  const sessions = useListSessionsQuery({ limit: LATEST });
  const bank = useListQuestionsQuery({ limit: 100 });
  const history = sessions.data?.sessions ?? [];
  const isNew = sessions.data?.stats.total === 0;

  const next = (
    <Loaded
      query={bank}
      skeleton={
        <Card accent>
          <Skeleton lines={[0.3, 0.9, 0.7]} height={22} />
        </Card>
      }
    >
      {({ questions }) => <NextCard bank={questions} history={history} />}
    </Loaded>
  );

  return (
    <Screen title={t('home.title')} heading={me?.name ? t('home.hello', { name: me.name }) : t('home.helloNobody')}>
      <TakeShelf />
      <Columns
        main={
          <>
            {next}
            {history.length > 0 && (
              <View style={{ gap: space.m }}>
                <Heading level={2}>{t('home.recent.title')}</Heading>
                <Card flush>
                  {history.slice(0, 4).map((answer, at) => (
                    <AnswerRow key={answer.id} answer={answer} first={at === 0} />
                  ))}
                </Card>
                <LinkButton href="/history" kind="quiet" label={t('home.recent.all')} />
              </View>
            )}
          </>
        }
        aside={
          <Loaded
            query={sessions}
            skeleton={
              <Card>
                <Skeleton lines={[0.4, 1, 1, 1]} height={28} />
              </Card>
            }
          >
            {(page) =>
              isNew ? (
                <HowItWorks />
              ) : (
                <>
                  <ProgressCard page={page} />
                  <WeekCard times={page.sessions.map(({ created_at }) => created_at)} now={now()} />
                </>
              )
            }
          </Loaded>
        }
      />
    </Screen>
  );
}
