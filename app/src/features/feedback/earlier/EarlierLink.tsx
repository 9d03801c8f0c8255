/** The way to earlier feedback, where there is any. */
import { useGetFeedbackHistoryQuery } from '@/api';
import { useTranslation } from '@/i18n';
import { LinkButton } from '@/ui';

export function EarlierLink({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const { data } = useGetFeedbackHistoryQuery(sessionId);
  const earlier = (data?.feedbacks.length ?? 0) - 1;
  if (earlier < 1) return null;
  return (
    <LinkButton
      kind="quiet"
      size="s"
      icon="history"
      href={`/sessions/${sessionId}/earlier`}
      label={t('earlier.open', { count: earlier })}
    />
  );
}
