/** What is in the way of recording, in words, and what to do about it. */
import type { RecorderProblem } from '@/recording';
import { useTranslation } from '@/i18n';
import { Banner, Button } from '@/ui';

interface TroubleProps {
  problem: RecorderProblem;
  onRetry: () => void;
}

export function Trouble({ problem, onRetry }: TroubleProps) {
  const { t } = useTranslation();
  return (
    <Banner
      kind={problem === 'unknown' ? 'error' : 'warning'}
      title={t(`practice.trouble.${problem}.title`)}
      actions={<Button size="s" icon="repeat" label={t('action.tryAgain')} onPress={onRetry} />}
    >
      {t(`practice.trouble.${problem}.text`)}
    </Banner>
  );
}
