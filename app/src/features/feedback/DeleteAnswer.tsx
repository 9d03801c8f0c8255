/** Deletes an answer with its recording, after asking. */
import { router } from 'expo-router';
import { useState } from 'react';

import { useDeleteSessionMutation } from '@/api';
import { useTranslation, type Fault } from '@/i18n';
import { Button, Dialog, ProblemBanner, Text, useToast } from '@/ui';

export function DeleteAnswer({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const say = useToast();
  const [asking, setAsking] = useState(false);
  const [remove, { isLoading, error }] = useDeleteSessionMutation();

  async function removeIt() {
    const result = await remove(sessionId);
    if (result.error) return;
    say(t('feedback.delete.done'));
    router.replace('/history');
  }

  return (
    <>
      <Button kind="quiet" size="s" icon="trash" label={t('feedback.delete.action')} onPress={() => setAsking(true)} />
      <Dialog
        open={asking}
        title={t('feedback.delete.title')}
        onClose={() => setAsking(false)}
        closeLabel={t('action.close')}
        actions={
          <>
            <Button label={t('action.cancel')} onPress={() => setAsking(false)} />
            <Button
              kind="danger"
              icon="trash"
              label={t('action.delete')}
              busy={isLoading}
              onPress={() => void removeIt()}
            />
          </>
        }
      >
        <Text>{t('feedback.delete.text')}</Text>
        {error ? <ProblemBanner problem={error as Fault} /> : null}
      </Dialog>
    </>
  );
}
