/** The session of a take that is still being spoken: captions need it, and a cancelled take leaves none behind. */
import type { Captions } from '@/realtime';
import type { Take, TakeStore } from '@/recording';
import { idempotencyKey, type UploadServer } from '@/upload';

type Deps = { takes: TakeStore; server: UploadServer; captions: Captions };

/** Without a session there are no captions, and that is all: the queue creates the session later under the same key. */
export async function captionTake({ takes, server, captions }: Deps, take: Take): Promise<void> {
  const session = await server.createSession(take, idempotencyKey(take)).catch(() => null);
  if (!session) return;
  const kept = await takes.update(take.id, { sessionId: session.id });
  if (!kept) server.abandon(session.id);
  else if (kept.state === 'recording') captions.start(session.id);
}

export function dropSession(server: UploadServer, take: Take): void {
  if (take.sessionId !== null) server.abandon(take.sessionId);
}
