/** A level: how loud the microphone is just now, from 0 (silence) to 1 (as loud as it can be told). */

/** Quieter than this is drawn as silence: a quiet room lies near −60 dB of full scale. */
const FLOOR_DB = -60;

/** Decibels relative to full scale (≤ 0) → 0..1, linear in decibels because that is how loudness is heard. */
export function levelFromDb(db: number): number {
  if (Number.isNaN(db)) return 0;
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}

/** Root mean square of samples in −1..1, in decibels relative to full scale. */
export function rmsDb(samples: Float32Array): number {
  if (samples.length === 0) return -Infinity;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return 10 * Math.log10(sum / samples.length);
}
