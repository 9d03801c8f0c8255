/** Attaching a recording: telling the server over the socket which object is a session's answer. */
import { ruleCode, type Problem } from '@/api';
import type { Clock } from '@/lib/clock';
import type { ServerMessage } from './protocol';
import type { LiveSocket } from './socket';

/** No word of the server in this time, connected or not; sending the same again later starts nothing new. */
const TIMEOUT_MS = 20_000;

/** Resolves when the server has taken the work up; rejects with a `Problem`. */
export function attachRecording(socket: LiveSocket, clock: Clock, sessionId: number, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = () => socket.send({ type: 'audio_uri', session_id: sessionId, key });
    const finish = (problem: Problem | null) => {
      cancelTimer();
      unlisten();
      unwatch();
      if (problem) reject(problem);
      else resolve();
    };
    const unwatch = socket.watch(sessionId);
    const unlisten = socket.listen((message) => {
      if (message.type === 'auth_success') send();
      else if (message.type === 'error') {
        if (concerns(message, sessionId)) finish(problemOf(message));
      } else if (takesUp(message, sessionId, key)) finish(null);
    });
    const cancelTimer = clock.after(TIMEOUT_MS, () => finish({ kind: 'timeout' }));
    send();
  });
}

function takesUp(message: ServerMessage, sessionId: number, key: string): boolean {
  if (message.type === 'session') return message.session.id === sessionId && message.session.audio_key === key;
  return (message.type === 'status' || message.type === 'transcript') && message.session_id === sessionId;
}

type ErrorMessage = Extract<ServerMessage, { type: 'error' }>;

/** An error that names no session may be the answer to this; the caller asks the server before it believes it. */
function concerns(message: ErrorMessage, sessionId: number): boolean {
  return message.session_id == null ? !message.code.startsWith('captions') : message.session_id === sessionId;
}

function problemOf(message: ErrorMessage): Problem | null {
  // An error of a stage of the work means that the work was taken up.
  if (message.stage != null) return null;
  if (message.retryable) {
    return { kind: 'unavailable', code: 'dependency_down', retryAfterMs: null, detail: message.message };
  }
  if (message.code === 'not_found') return { kind: 'not_found', detail: message.message };
  return { kind: 'rule', code: ruleCode(message.code), detail: message.message };
}
