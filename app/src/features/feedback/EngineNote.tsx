/** Which engine wrote the transcript, and a plain word when it is only a basic one. */
import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { Banner, Text } from '@/ui';

export function EngineNote({ engine }: { engine: string }) {
  const { t } = useTranslation();
  const { speech } = useEngines();
  if (speech.basic)
    return <Banner title={t('feedback.engine.basicTitle')}>{t('feedback.engine.basic', { engine })}</Banner>;
  return (
    <Text variant="caption" tone="muted">
      {t('feedback.engine.by', { engine })}
    </Text>
  );
}
