/** What comes after reading the feedback: say it again, or set it beside the last attempt. */
import type { Session } from '@/api';
import { practiceHref } from '@/features/practice';
import { useTranslation } from '@/i18n';
import { LinkButton } from '@/ui';

export function AnswerActions({ session }: { session: Session }) {
  const { t } = useTranslation();
  const { id, question, title, competency, attempt_of: before } = session;
  return (
    <>
      {before !== null && <LinkButton href={`/sessions/${id}/compare`} icon="compare" label={t('feedback.compare')} />}
      <LinkButton
        kind="primary"
        icon="repeat"
        href={practiceHref({ text: question ?? title, competency, attemptOf: id })}
        label={t('feedback.again')}
      />
    </>
  );
}
