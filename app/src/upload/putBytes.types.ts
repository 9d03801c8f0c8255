/** Putting the bytes of a take where a presigned URL says. */
import type { TakeBody } from '@/recording';

export type PutRequest = {
  url: string;
  /** Exactly these are signed; what the platform sets by itself (`content-length`, `host`) is left to it. */
  headers: Record<string, string>;
  body: TakeBody;
  /** 0..1. */
  onProgress: (progress: number) => void;
  signal: AbortSignal;
};

/** The status that came, or null when nothing came (no network, cut off). */
export type PutBytes = (request: PutRequest) => Promise<number | null>;
