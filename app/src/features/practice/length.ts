/** How long an answer should be, in seconds: the range that is shown as the target (coaching: length against the target). */
export const TARGET = { from: 60, to: 150 } as const;

/** Under this the server can not score an answer (its gate asks for 10 s of speech). */
export const TOO_SHORT_S = 10;

/** The longest recording that is made; then it stops by itself and is kept. */
export const LONGEST_S = 20 * 60;

/** From here on the clock says how much is left. */
export const NEARLY_LONGEST_S = 19 * 60;

export type LengthHint = 'short' | 'good' | 'long' | 'nearlyOver';

export function lengthHint(seconds: number): LengthHint {
  if (seconds >= NEARLY_LONGEST_S) return 'nearlyOver';
  if (seconds < TARGET.from) return 'short';
  return seconds <= TARGET.to ? 'good' : 'long';
}
