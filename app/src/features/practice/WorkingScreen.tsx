/** The page of a take on its way up; when the server has it, the page of its session takes over. */
import { Redirect, router, useLocalSearchParams } from 'expo-router';
import { useState } from 'react';

import { useTranslation, useProblemText } from '@/i18n';
import { useAppDispatch, useAppSelector } from '@/store/hooks';
import { BackLink, Banner, Button, LinkButton, Screen, EmptyState } from '@/ui';
import { discardTake, retryUpload, selectUpload } from '@/upload';

import { AskBeforeDiscard } from './AskBeforeDiscard';
import { useWaitingWords } from './useWaitingWords';
import { Working } from './Working';

export function WorkingScreen() {
  const { t } = useTranslation();
  const words = useProblemText();
  const waitingWords = useWaitingWords();
  const dispatch = useAppDispatch();
  const { takeId } = useLocalSearchParams<{ takeId: string }>();
  const upload = useAppSelector((state) => selectUpload(state, takeId));
  const [asking, setAsking] = useState(false);

  if (upload?.stage === 'done' && upload.sessionId !== null) return <Redirect href={`/sessions/${upload.sessionId}`} />;
  if (!upload) {
    return (
      <Screen title={t('working.title')}>
        <EmptyState
          icon="history"
          title={t('working.gone.title')}
          action={<LinkButton href="/history" label={t('action.backHistory')} />}
        >
          {t('working.gone.text')}
        </EmptyState>
      </Screen>
    );
  }

  function discard() {
    dispatch(discardTake(takeId));
    router.replace('/');
  }

  return (
    <Screen
      title={t('working.title')}
      eyebrow={upload.question ?? upload.title}
      back={<BackLink href="/" label={t('action.backHome')} />}
    >
      <Working sending={upload} waiting={waitingWords(upload)}>
        {upload.stage === 'failed' && (
          <Banner
            kind="error"
            title={t('working.failed.title')}
            actions={
              <>
                <Button
                  size="s"
                  icon="repeat"
                  label={t('action.tryAgain')}
                  onPress={() => dispatch(retryUpload(takeId))}
                />
                <Button
                  size="s"
                  kind="danger"
                  icon="trash"
                  label={t('action.discard')}
                  onPress={() => setAsking(true)}
                />
              </>
            }
          >
            {`${upload.problem ? `${words(upload.problem)} ` : ''}${t('working.failed.kept')}`}
          </Banner>
        )}
      </Working>
      <AskBeforeDiscard open={asking} onKeep={() => setAsking(false)} onDiscard={discard} />
    </Screen>
  );
}
