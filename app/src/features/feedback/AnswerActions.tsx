/** What can be done with an answer: say it again, set it beside the last attempt, delete it. */
import { router } from 'expo-router';
import { useState } from 'react';

import { useDeleteSessionMutation, type Session } from '@/api';
import { practiceHref } from '@/features/practice';
import { useTranslation, type Fault } from '@/i18n';
import { Button, Dialog, IconButton, LinkButton, ProblemBanner, Text, useToast } from '@/ui';

export function AnswerActions({ session }: { session: Session }) {
  const { t } = useTranslation();
  const say = useToast();
  const [asking, setAsking] = useState(false);
  const [remove, { isLoading, error }] = useDeleteSessionMutation();
  const { id, question, title, competency, attempt_of: before } = session;

  async function removeIt() {
    const result = await remove(id);
    if (result.error) return;
    say(t('feedback.delete.done'));
    router.replace('/history');
  }

  return (
    <>
      <IconButton icon="trash" label={t('feedback.delete.action')} onPress={() => setAsking(true)} />
      {before !== null && <LinkButton href={`/sessions/${id}/compare`} icon="compare" label={t('feedback.compare')} />}
      <LinkButton
        kind="primary"
        icon="repeat"
        href={practiceHref({ text: question ?? title, competency, attemptOf: id })}
        label={t('feedback.again')}
      />
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
