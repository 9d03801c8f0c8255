/** A clock that stands still until a test moves it. */
import type { Clock } from '../clock';

type Timer = { at: number; action: () => void; every: number | null };

export type FakeClock = Clock & {
  /** Moves time on, firing what falls due in its order, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Lets promises settle without moving time. */
  settle(): Promise<void>;
  /** Timers that wait. */
  pending(): number;
};

export function fakeClock(start = Date.UTC(2026, 0, 5, 9, 0, 0)): FakeClock {
  let time = start;
  const timers = new Set<Timer>();
  const add = (ms: number, action: () => void, every: number | null) => {
    const timer = { at: time + ms, action, every };
    timers.add(timer);
    return () => void timers.delete(timer);
  };
  const clock: FakeClock = {
    now: () => time,
    after: (ms, action) => add(ms, action, null),
    every: (ms, action) => add(ms, action, ms),
    pending: () => timers.size,
    settle: async () => {
      // One turn of the event loop runs every promise that is ready; chains over IndexedDB fakes need several.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    advance: async (ms) => {
      const end = time + ms;
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        time = next.at;
        if (next.every === null) timers.delete(next);
        else next.at += next.every;
        next.action();
        await clock.settle();
      }
      time = end;
      await clock.settle();
    },
  };
  return clock;
}
