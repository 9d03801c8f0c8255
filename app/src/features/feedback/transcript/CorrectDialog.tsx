/** Corrects what the engine heard wrongly. The original is kept; the feedback is asked for anew. */
import { useState } from 'react';

import { useCorrectTranscriptMutation } from '@/api';
import { useTranslation, type Fault } from '@/i18n';
import { Button, Dialog, Field, ProblemBanner, Text, useToast } from '@/ui';

interface CorrectDialogProps {
  open: boolean;
  sessionId: number;
  text: string;
  onClose: () => void;
}

export function CorrectDialog({ open, sessionId, text, onClose }: CorrectDialogProps) {
  const { t } = useTranslation();
  const say = useToast();
  const [typed, setTyped] = useState(text);
  const [correct, { isLoading, error }] = useCorrectTranscriptMutation();

  async function save() {
    const result = await correct({ id: sessionId, correctTranscriptRequest: { text: typed.trim() } });
    if (result.error) return;
    say(t('transcript.correct.done'));
    onClose();
  }

  return (
    <Dialog
      open={open}
      title={t('transcript.correct.title')}
      onClose={onClose}
      closeLabel={t('action.close')}
      actions={
        <>
          <Button label={t('action.cancel')} onPress={onClose} />
          <Button
            kind="primary"
            label={t('action.save')}
            busy={isLoading}
            disabled={typed.trim() === text.trim() || typed.trim() === ''}
            onPress={() => void save()}
          />
        </>
      }
    >
      <Text variant="small" tone="muted">
        {t('transcript.correct.help')}
      </Text>
      <Field label={t('transcript.correct.label')} value={typed} onChangeText={setTyped} lines={9} />
      {error ? <ProblemBanner problem={error as Fault} /> : null}
    </Dialog>
  );
}
