import { useFormat, useTranslation } from '@/i18n';
import type { Upload } from '@/upload';

/** Why an upload waits and until when, in words; null when it does not. */
export function useWaitingWords() {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ stage, reason, retryAt }: Pick<Upload, 'stage' | 'reason' | 'retryAt'>): string | null => {
    if (stage !== 'waiting' || !reason) return null;
    const why = t(`working.waiting.${reason}`);
    return retryAt === null ? why : `${why} ${t('working.waiting.until', { time: format.date(retryAt, 'time') })}`;
  };
}
