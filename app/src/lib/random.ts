/** Randomness, passed in so that a test can drive it. */
import { randomUUID } from 'expo-crypto';

export type Random = {
  /** A version 4 UUID. */
  uuid(): string;
  /** Evenly spread, 0 ≤ x < 1. */
  fraction(): number;
};

export const systemRandom: Random = { uuid: randomUUID, fraction: Math.random };
