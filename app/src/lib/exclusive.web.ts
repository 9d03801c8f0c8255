/**
 * Exclusive work between the tabs of one browser, through the Web Locks API: a lock ends with its tab, however that ends.
 * A page that is neither https nor localhost has no locks (and no microphone either), so each tab acts as if it were alone.
 */
import type { Exclusive } from './exclusive.types';

const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;

export const exclusive: Exclusive = {
  run: (name, work) => (locks ? locks.request(name, work) : work()),
  hold: (name) => acquire(name, { ifAvailable: true }),
  whenFree: async (name, signal) => {
    try {
      return await acquire(name, { signal });
    } catch {
      return null;
    }
  },
};

/** Resolves with the release function as soon as the lock is held; the lock lasts as long as the promise given to the browser. */
function acquire(name: string, options: LockOptions): Promise<(() => void) | null> {
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    locks
      .request(name, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(reject);
  });
}
