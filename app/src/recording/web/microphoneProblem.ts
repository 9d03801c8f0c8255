/** What a refusal of `getUserMedia` means (Media Capture and Streams, 10.2.1). */
import type { RecorderProblem } from '../recorder.types';

export async function microphoneProblem(error: unknown): Promise<RecorderProblem> {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'no_microphone';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone_busy';
    case 'SecurityError':
      return 'permission_blocked';
    case 'NotAllowedError':
      return (await isBlocked()) ? 'permission_blocked' : 'permission_refused';
    default:
      return 'unknown';
  }
}

/** A browser that remembers the refusal does not ask again. */
async function isBlocked(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'microphone' as PermissionName });
    return state === 'denied';
  } catch {
    return false;
  }
}
