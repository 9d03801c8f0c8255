/** Live captions: a help while speaking, never the record. The part that may still change is paler. */
import { useTranslation } from '@/i18n';
import { useCaptions } from '@/realtime';
import { Card, Text } from '@/ui';

/** As many characters as fit a few lines; the beginning scrolls away. */
const SHOWN = 220;

export function Captions() {
  const { t } = useTranslation();
  const { state, text, stable } = useCaptions();
  if (state === 'off') return null;
  const from = Math.max(0, text.length - SHOWN);
  return (
    <Card>
      <Text variant="caption" tone="muted">
        {t('practice.captions.title')}
      </Text>
      {text ? (
        <Text aria-live="off">
          {from > 0 ? '… ' : ''}
          {text.slice(from, Math.max(from, stable))}
          <Text tone="muted">{text.slice(Math.max(from, stable))}</Text>
        </Text>
      ) : (
        <Text tone="muted">
          {t(state === 'unavailable' ? 'practice.captions.unavailable' : 'practice.captions.waiting')}
        </Text>
      )}
    </Card>
  );
}
