import type { Recording } from './player.types';

/** The system's player reads from the address itself. */
export function useRecording(url: string | null): Recording {
  return { source: url, bytes: null, failed: false };
}
