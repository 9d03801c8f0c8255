/** Exclusive work: what at most one tab of this browser may do at a time. */
export type Exclusive = {
  /** Waits for its turn and runs `work` alone. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Takes the name at once and keeps it until the returned function is called; null when another tab has it. A closed tab gives it up. */
  hold(name: string): Promise<(() => void) | null>;
  /** Waits until the name is free, then keeps it until the returned function is called; null when `signal` aborts before. */
  whenFree(name: string, signal: AbortSignal): Promise<(() => void) | null>;
};
