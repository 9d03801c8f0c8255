/** Asks before a recording is thrown away, because that can not be undone. */
import { useTranslation } from '@/i18n';
import { Button, Dialog, Text } from '@/ui';

interface AskBeforeDiscardProps {
  open: boolean;
  onKeep: () => void;
  onDiscard: () => void;
}

export function AskBeforeDiscard({ open, onKeep, onDiscard }: AskBeforeDiscardProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={open}
      title={t('practice.discard.title')}
      onClose={onKeep}
      closeLabel={t('action.close')}
      actions={
        <>
          <Button label={t('practice.discard.keep')} onPress={onKeep} />
          <Button kind="danger" icon="trash" label={t('practice.discard.action')} onPress={onDiscard} />
        </>
      }
    >
      <Text>{t('practice.discard.text')}</Text>
    </Dialog>
  );
}
