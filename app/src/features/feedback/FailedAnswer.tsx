/** An answer whose work came to a stop: at which stage, why, and what can be done. The recording is always still there. */
import { useRetrySessionMutation, type Session } from '@/api';
import { practiceHref, Working } from '@/features/practice';
import { useTranslation, type Fault } from '@/i18n';
import { Banner, Button, LinkButton, ProblemBanner } from '@/ui';

export function FailedAnswer({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [retry, { isLoading, error }] = useRetrySessionMutation();
  const { failure, id } = session;
  return (
    <Working session={session}>
      <Banner
        kind="error"
        title={t(`feedback.failed.stage.${failure?.stage ?? 'speech'}`)}
        actions={
          <>
            {failure?.retryable && (
              <Button
                size="s"
                icon="repeat"
                busy={isLoading}
                label={t('action.tryAgain')}
                onPress={() => void retry(id)}
              />
            )}
            <LinkButton
              size="s"
              href={practiceHref({
                text: session.question ?? session.title,
                competency: session.competency,
                attemptOf: id,
              })}
              label={t('feedback.again')}
            />
          </>
        }
      >
        {`${failure?.message ?? ''} ${t('feedback.failed.kept')}`.trim()}
      </Banner>
      {error ? <ProblemBanner problem={error as Fault} /> : null}
    </Working>
  );
}
