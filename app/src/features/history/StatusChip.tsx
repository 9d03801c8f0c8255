/** Where an answer stands, in two or three words. */
import type { SessionStatus } from '@/api';
import { useTranslation } from '@/i18n';
import { Chip } from '@/ui';

const tones = {
  created: 'plain',
  transcribing: 'cool',
  transcribed: 'cool',
  scoring: 'cool',
  completed: 'plain',
  failed: 'danger',
} as const;

export function StatusChip({ status }: { status: SessionStatus }) {
  const { t } = useTranslation();
  return <Chip label={t(`history.status.${status}`)} tone={tones[status]} />;
}
