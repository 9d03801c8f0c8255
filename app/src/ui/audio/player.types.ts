/** A recording: where a player can read it, and its bytes where the waveform can be drawn from them. */
export interface Recording {
  source: string | null;
  bytes: ArrayBuffer | null;
  failed: boolean;
}

/** A player: plays one recording, from any second of it, at once. */
export interface Player {
  /** A tap will be heard within a moment. */
  ready: boolean;
  playing: boolean;
  /** From `seconds`, or from where it stands; `until` stops it there. */
  play: (seconds?: number, until?: number) => void;
  pause: () => void;
  seek: (seconds: number) => void;
  rate: number;
  setRate: (rate: number) => void;
  /** Where it stands, in seconds. It changes without causing renders; see `usePosition`. */
  position: () => number;
}

export const RATES = [0.75, 1, 1.25, 1.5] as const;
