/** Where one may go on from the findings: the next questions, how the answer could sound, the coach. */
import type { Feedback, Session } from '@/api';

import { FollowUpCard } from './FollowUpCard';
import { MoreCard } from './MoreCard';

interface OnwardProps {
  session: Session;
  feedback: Feedback;
}

export function Onward({ session, feedback }: OnwardProps) {
  if (feedback.status !== 'ready') return null;
  return (
    <>
      <FollowUpCard session={session} />
      <MoreCard sessionId={session.id} feedback={feedback} />
    </>
  );
}
