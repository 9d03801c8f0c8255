/** An upload: how the delivery of one take stands, for the eyes of a person. What is durable of it stands in the take itself. */
import type { Problem } from '@/api';

export type UploadStage =
  /** For its turn, for a network, or for a while after a failure. */
  | 'waiting'
  /** The session is being created. */
  | 'creating'
  | 'presigning'
  | 'uploading'
  /** The server reads the object back. */
  | 'confirming'
  /** The server is told that this object is the answer. */
  | 'sending'
  | 'done'
  /** A person has to decide: try again or discard. */
  | 'failed';

export type WaitReason = 'turn' | 'offline' | 'server' | 'rate_limited' | 'signed_out';

export type Upload = {
  takeId: string;
  ownerId: number;
  title: string;
  question: string | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  durationMs: number;
  /** Bytes. */
  size: number;
  stage: UploadStage;
  /** 0..1 of the bytes, in `uploading`. */
  progress: number;
  sessionId: number | null;
  /** In `waiting`: when it is tried again, in milliseconds since 1970; null when something else than time is waited for. */
  retryAt: number | null;
  reason: WaitReason | null;
  problem: Problem | null;
};
