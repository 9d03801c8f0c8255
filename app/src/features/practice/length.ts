/** How long an answer should take, in seconds. */
export interface Target {
  from: number;
  to: number;
}

/** What suits most questions: a convention of interview coaching, as the feedback says too. */
const USUAL: Target = { from: 60, to: 150 };

/** How far from a question's own target an answer may be and still be within it: the server's own tolerance. */
const TOLERANCE = 0.33;

/** The target of a question; one that names none gets the usual range. */
export function targetOf(seconds: number | null | undefined): Target {
  return seconds ? { from: Math.round(seconds * (1 - TOLERANCE)), to: Math.round(seconds * (1 + TOLERANCE)) } : USUAL;
}

/** Under this the server can not score an answer (its gate asks for 10 s of speech). */
export const TOO_SHORT_S = 10;

/** The longest recording that is made; then it stops by itself and is kept. */
export const LONGEST_S = 20 * 60;

/** From here on the clock says how much is left. */
export const NEARLY_LONGEST_S = 19 * 60;

export type LengthHint = 'short' | 'good' | 'long' | 'nearlyOver';

export function lengthHint(seconds: number, target: Target): LengthHint {
  if (seconds >= NEARLY_LONGEST_S) return 'nearlyOver';
  if (seconds < target.from) return 'short';
  return seconds <= target.to ? 'good' : 'long';
}
