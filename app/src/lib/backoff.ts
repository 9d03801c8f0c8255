/** Backoff: how long to wait before trying again what failed. */
import type { Random } from './random';

export type BackoffLimits = { baseMs: number; capMs: number };

/**
 * Milliseconds before attempt `attempt + 1`, with `attempt` failures so far (≥ 1): exponential with "equal jitter", so that half of
 * the wait is certain and clients that failed together do not come back together.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015).
 */
export function backoffMs(attempt: number, random: Pick<Random, 'fraction'>, { baseMs, capMs }: BackoffLimits): number {
  const full = Math.min(capMs, baseMs * 2 ** (attempt - 1));
  return Math.round(full / 2 + (random.fraction() * full) / 2);
}
