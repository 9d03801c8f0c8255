/** The words of one attempt. */
import { useGetTranscriptQuery } from '@/api';
import { useTranslation } from '@/i18n';
import { Card, Heading, LinkButton, Loaded, Text } from '@/ui';

export function AnswerText({ title, sessionId }: { title: string; sessionId: number }) {
  const { t } = useTranslation();
  const transcript = useGetTranscriptQuery(sessionId);
  return (
    <Card>
      <Heading level={2}>{title}</Heading>
      <Loaded query={transcript}>{({ text }) => <Text>{text || t('transcript.nothing')}</Text>}</Loaded>
      <LinkButton kind="quiet" size="s" href={`/sessions/${sessionId}`} label={t('compare.open')} />
    </Card>
  );
}
