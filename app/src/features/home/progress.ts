/** Progress: what of a competency's attempts is drawn. Whether it is a change, the server says. */
import type { CompetencyAttempt } from '@/api';

/** The highest level of the rubric. */
const MAX_LEVEL = 5;
/** Attempts that a chart holds without their dots touching. */
export const SHOWN = 20;

/** The newest attempts, oldest first. */
export function recent(attempts: readonly CompetencyAttempt[]): CompetencyAttempt[] {
  return attempts.slice(-SHOWN);
}

/** Lowest and highest level in which the judge's readings lie: the spread is how far they differ, and it stays on the scale. */
export function rangeOf({ level, spread }: Pick<CompetencyAttempt, 'level' | 'spread'>): [number, number] {
  const half = spread ?? 0;
  return [Math.max(0, level - half), Math.min(MAX_LEVEL, level + half)];
}
