/** The page of one answer: its work under way, what went wrong with it, or its feedback. */
import { useLocalSearchParams } from 'expo-router';
import { useEffect } from 'react';

import { useGetSessionQuery, type Session } from '@/api';
import { Working } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { useLiveSessionQuery } from '@/realtime';
import { useAppDispatch, useAppSelector } from '@/store/hooks';
import { BackLink, Banner, EmptyState, LinkButton, Loaded, Screen } from '@/ui';
import { askForFeedback, selectUploads } from '@/upload';

import { FailedAnswer } from './FailedAnswer';
import { FeedbackPage } from './FeedbackPage';

export function SessionScreen() {
  const { t } = useTranslation();
  const id = Number(useLocalSearchParams<{ id: string }>().id);
  const query = useGetSessionQuery(id);
  const missing = query.error && (query.error as { kind?: string }).kind === 'not_found';
  if (query.data?.status === 'completed') return <FeedbackPage session={query.data} />;
  return (
    <Screen
      title={
        query.data?.status === 'failed'
          ? t('feedback.failed.page')
          : query.data
            ? t('working.title')
            : t('feedback.title')
      }
      eyebrow={query.data?.question ?? query.data?.title}
      back={<BackLink href="/history" label={t('action.backHistory')} />}
    >
      {missing ? (
        <EmptyState
          icon="search"
          title={t('feedback.missing.title')}
          action={<LinkButton href="/history" label={t('action.backHistory')} />}
        >
          {t('feedback.missing.text')}
        </EmptyState>
      ) : (
        <Loaded query={query}>
          {(session) =>
            session.status === 'failed' ? <FailedAnswer session={session} /> : <UnderWay session={session} />
          }
        </Loaded>
      )}
    </Screen>
  );
}

function UnderWay({ session }: { session: Session }) {
  const { t } = useTranslation();
  const live = useLiveSessionQuery(session.id);
  const dispatch = useAppDispatch();
  const { id, status } = session;

  // An answer that was sent from here is asked for by itself; one of another device, whose owner looks at it here, is not.
  useEffect(() => {
    if (status === 'transcribed') dispatch(askForFeedback(id));
  }, [id, status, dispatch]);

  const sending = useAppSelector(selectUploads).find((upload) => upload.sessionId === id);
  return (
    <Working sending={sending} session={session} progress={live.data?.progress}>
      {status === 'created' && !session.audio_key && !sending && (
        <Banner title={t('feedback.notArrived.title')}>{t('feedback.notArrived.text')}</Banner>
      )}
    </Working>
  );
}
