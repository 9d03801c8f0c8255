/**
 * Progress: how the scores move over time, and how sure one can be of it.
 *
 * The line is the mean of the last answers up to `WINDOW`; the band is the 95 % confidence interval of that mean by
 * Student's t with the sample's own standard deviation (Student 1908; table values to three places). Fewer than three
 * answers carry no interval, so they get no line.
 */

export interface Scored {
  /** Milliseconds since 1970. */
  at: number;
  /** 0 to 100. */
  score: number;
}

export interface TrendPoint {
  at: number;
  mean: number;
  low: number;
  high: number;
}

export const WINDOW = 5;
const FEWEST = 3;

/** Two-sided 95 % quantiles of Student's t by degrees of freedom. */
const T95: Record<number, number> = { 2: 4.303, 3: 3.182, 4: 2.776 };

/** `answers` in order of time. */
export function trend(answers: readonly Scored[]): TrendPoint[] {
  const points: TrendPoint[] = [];
  for (let end = FEWEST; end <= answers.length; end += 1) {
    const recent = answers.slice(Math.max(0, end - WINDOW), end).map(({ score }) => score);
    const mean = recent.reduce((sum, score) => sum + score, 0) / recent.length;
    const variance = recent.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (recent.length - 1);
    const half = T95[recent.length - 1]! * Math.sqrt(variance / recent.length);
    points.push({ at: answers[end - 1]!.at, mean, low: Math.max(0, mean - half), high: Math.min(100, mean + half) });
  }
  return points;
}

export type Direction = 'up' | 'down' | 'unclear';

/** Up or down only when the first and the last interval do not overlap; else it may be chance. */
export function direction(points: readonly TrendPoint[]): Direction {
  const first = points[0];
  const last = points.at(-1);
  // Windows that share answers say nothing against each other.
  if (!first || !last || points.length <= WINDOW) return 'unclear';
  if (last.low > first.high) return 'up';
  if (last.high < first.low) return 'down';
  return 'unclear';
}
