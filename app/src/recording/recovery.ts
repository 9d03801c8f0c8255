/** Recovery: takes that a closed tab or a crash left behind are found again and put before their owner. */
import type { Take, TakeStore } from './take.types';

/**
 * Marks every take that nobody is recording any more as `recovered`. Call it only while no tab of this browser records.
 * A take without a single byte was never spoken into and goes.
 */
export async function recoverTakes(takes: TakeStore): Promise<Take[]> {
  const recovered: Take[] = [];
  for (const take of await takes.list()) {
    if (take.state !== 'recording' && take.state !== 'finished') continue;
    if (take.size === 0) {
      await takes.remove(take.id);
      continue;
    }
    const next = await takes.update(take.id, { state: 'recovered' });
    if (next) recovered.push(next);
  }
  return recovered;
}
