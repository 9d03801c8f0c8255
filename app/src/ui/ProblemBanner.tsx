/** Says what went wrong with a request and offers to repeat it. */
import { useProblemText, useTranslation, type Fault } from '@/i18n';

import { Banner } from './Banner';
import { Button } from './Button';

interface ProblemBannerProps {
  problem: Fault;
  onRetry?: () => void;
}

export function ProblemBanner({ problem, onRetry }: ProblemBannerProps) {
  const { t } = useTranslation();
  const words = useProblemText();
  const offline = problem.kind === 'offline';
  return (
    <Banner
      kind={offline ? 'warning' : 'error'}
      icon={offline ? 'cloudOff' : undefined}
      actions={onRetry && <Button size="s" label={t('action.tryAgain')} onPress={onRetry} />}
    >
      {words(problem)}
    </Banner>
  );
}
