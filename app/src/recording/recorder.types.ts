/** A recorder: the platform's microphone, opened once, writing one take at a time. */
import type { Media } from './take.types';

export type RecorderProblem =
  | 'no_microphone'
  /** The person said no this time. */
  | 'permission_refused'
  /** It was said before, and only the settings of the browser or the phone can change it. */
  | 'permission_blocked'
  | 'microphone_busy'
  /** The page is neither https nor localhost: browsers give it no microphone. */
  | 'insecure_page'
  | 'storage_full'
  | 'unsupported'
  /** Another tab of this browser is recording. */
  | 'other_tab'
  | 'nothing_recorded'
  | 'unknown';

export class RecorderError extends Error {
  override readonly name = 'RecorderError';
  constructor(
    readonly problem: RecorderProblem,
    options?: { cause?: unknown },
  ) {
    super(problem, options);
  }
}

/** `storage_full`: the device has no room for more; what was recorded so far is kept. */
export type Interruption = 'call' | 'microphone_lost' | 'storage_full';

export type RecorderEvent =
  /** 0..1, about 20 a second while the microphone is open. */
  | { type: 'level'; level: number }
  /** Mono samples as they are spoken, while recording. */
  | { type: 'pcm'; samples: Int16Array; sampleRate: number }
  | { type: 'media'; media: Media }
  /** Nothing is recorded any more until `resume`; `canResume` is false when only stopping is left. */
  | { type: 'interrupted'; by: Interruption; canResume: boolean };

export type RecordingFormat = { mimeType: string; extension: string };

export type Recorder = {
  /** Opens the microphone, asking for permission when that was never answered. Throws `RecorderError`. */
  open(): Promise<void>;
  /** Starts a recording. Throws `RecorderError`. */
  start(options: { pcm: boolean }): Promise<RecordingFormat>;
  pause(): void;
  /** Throws `RecorderError` when the microphone does not come back. */
  resume(): Promise<void>;
  /** Ends the recording; every `media` event was given before this resolves. */
  stop(): Promise<void>;
  /** Lets the microphone go. */
  close(): void;
  subscribe(listener: (event: RecorderEvent) => void): () => void;
};
