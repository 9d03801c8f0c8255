/** Randomness that a test can foretell: numbered ids, and always the same fraction. */
import type { Random } from '../random';

export function fakeRandom(fraction = 0): Random {
  let count = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`,
    fraction: () => fraction,
  };
}
