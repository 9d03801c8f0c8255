/** A stall: a recording that should be running and is not, because a call or another app has the microphone. */

/** Recorded time that stands still for this long is a stall; milliseconds. */
const STILL_MS = 1_500;
/** Android keeps "recording" digital silence while another app has the microphone: exactly this level, which no room has for long. */
const DIGITAL_SILENCE_DB = -160;
const SILENT_MS = 5_000;

export type StallDetector = {
  reset(now: number): void;
  /** Whether it is stalled, from the recorded time (any unit) and the level in decibels of full scale. */
  check(now: number, recordedTime: number, levelDb: number | undefined): boolean;
};

export function stallDetector(): StallDetector {
  let movedAt = 0;
  let heardAt = 0;
  let lastTime = -1;
  return {
    reset: (now) => {
      movedAt = now;
      heardAt = now;
      lastTime = -1;
    },
    check: (now, recordedTime, levelDb) => {
      if (recordedTime !== lastTime) movedAt = now;
      if (levelDb === undefined || levelDb > DIGITAL_SILENCE_DB) heardAt = now;
      lastTime = recordedTime;
      return now - movedAt >= STILL_MS || now - heardAt >= SILENT_MS;
    },
  };
}
