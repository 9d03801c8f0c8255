/** The stages an answer goes through from the device to the feedback, put together from what is known on either side. */
import type { Problem, Session } from '@/api';

export type StageKey = 'kept' | 'upload' | 'queue' | 'speech' | 'coach';
export type StageState = 'done' | 'now' | 'next' | 'failed';

export interface WorkingStage {
  key: StageKey;
  state: StageState;
  /** 0 to 1; null while it can not be known. */
  progress?: number | null;
}

/** What the upload queue says of a take. */
export interface Sending {
  stage: 'waiting' | 'creating' | 'presigning' | 'uploading' | 'confirming' | 'sending' | 'done' | 'failed';
  progress: number;
  problem?: Problem | null;
}

/** What the socket says of a session. */
export interface Progress {
  stage: 'queued' | 'fetch' | 'decode' | 'speech' | 'coach';
  progress: number;
  position: number | null;
}

export interface Known {
  sending?: Sending | null;
  session?: (Pick<Session, 'status' | 'failure'> & Partial<Pick<Session, 'audio_key'>>) | null;
  progress?: Progress | null;
}

/** A bar at nothing looks like one that does not move. */
const known = (progress: number) => (progress > 0 ? progress : null);

const order: StageKey[] = ['kept', 'upload', 'queue', 'speech', 'coach'];

export function workingStages(facts: Known): WorkingStage[] {
  const { at, state, progress } = present(facts);
  const now = order.indexOf(at);
  return order.map((key, place) => {
    if (place !== now) return { key, state: place < now ? 'done' : 'next' };
    return { key, state, ...(state === 'now' && { progress }) };
  });
}

function present({ sending, session, progress }: Known): { at: StageKey; state: StageState; progress?: number | null } {
  if (sending && sending.stage !== 'done') {
    if (sending.stage === 'failed') return { at: 'upload', state: 'failed' };
    return { at: 'upload', state: 'now', progress: sending.stage === 'uploading' ? sending.progress : null };
  }
  switch (session?.status) {
    case 'completed':
      return { at: 'coach', state: 'done' };
    case 'failed':
      return { at: session.failure?.stage === 'coach' ? 'coach' : 'speech', state: 'failed' };
    case 'transcribed':
      return { at: 'coach', state: 'now', progress: null };
    case 'scoring':
      return { at: 'coach', state: 'now', progress: progress?.stage === 'coach' ? known(progress.progress) : null };
    case 'transcribing':
      if (!progress || progress.stage === 'queued') return { at: 'queue', state: 'now', progress: undefined };
      return { at: 'speech', state: 'now', progress: progress.stage === 'speech' ? known(progress.progress) : null };
    default:
      // A session begins before its recording is there.
      return session?.audio_key
        ? { at: 'queue', state: 'now', progress: undefined }
        : { at: 'upload', state: 'now', progress: null };
  }
}
