/** Which engine wrote the transcript, and a plain word when it is only a basic one. */
import { useEngines } from '@/features/settings';
import { useTranslation } from '@/i18n';
import { Text } from '@/ui';

export function EngineNote({ engine }: { engine: string }) {
  const { t } = useTranslation();
  const { speech } = useEngines();
  return (
    <Text variant="caption" tone="muted">
      {t(speech.basic ? 'feedback.engine.basic' : 'feedback.engine.by', { engine })}
    </Text>
  );
}
