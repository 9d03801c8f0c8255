/**
 * A delivery: the steps that bring one take to the server. Each step is derived from what the take says has happened already, so a
 * delivery that was cut off at any point is simply run again.
 */
import type { PresignedUpload, Problem, Session } from '@/api';
import type { Clock } from '@/lib/clock';
import type { Take, TakeStore } from '@/recording';
import type { PutBytes } from './putBytes.types';
import type { Upload } from './upload.types';

/** The server as deliveries need it; every call rejects with a `Problem`. */
export type UploadServer = {
  /** The same key always gives the same session. */
  createSession(take: Take, idempotencyKey: string): Promise<Session>;
  getSession(id: number): Promise<Session>;
  presign(take: Take): Promise<PresignedUpload>;
  /** Resolves with the size of the object that the server read back, in bytes. */
  confirm(key: string): Promise<number>;
  /** Tells the server that this object is the session's recording; resolves when the server has answered. */
  attach(sessionId: number, key: string): Promise<void>;
  /** Deletes a session that never got its recording; nobody waits for it. */
  abandon(sessionId: number): void;
};

export type DeliveryDeps = {
  takes: TakeStore;
  server: UploadServer;
  putBytes: PutBytes;
  clock: Clock;
};

export type Presigned = PresignedUpload & { expiresAt: number };

/** What is remembered of a delivery while the app runs: a presigned URL is a secret and is never written down. */
export type DeliveryMemory = { presigned: Presigned | null };

type Report = (change: Partial<Upload>) => void;

/** A failure with its problem; `Problem`s of the server are thrown as they are. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
  constructor(readonly problem: Problem) {
    super(problem.kind);
  }
}

const NOT_YET: Problem = { kind: 'unavailable', code: 'dependency_down', retryAfterMs: null, detail: '' };
/** A URL that ends within this time is not used any more. */
const EXPIRY_MARGIN_MS = 30_000;

export async function deliver(
  deps: DeliveryDeps,
  memory: DeliveryMemory,
  start: Take,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const record = async (take: Take, change: Partial<Take>): Promise<Take> => {
    const next = await deps.takes.update(take.id, change);
    if (!next || signal.aborted) throw new DeliveryFailed({ kind: 'not_found', detail: '' });
    return next;
  };

  let take = start;
  if (take.sessionId === null) {
    report({ stage: 'creating' });
    let session = await deps.server.createSession(take, idempotencyKey(take)).catch((problem: unknown) => {
      if (take.request.attemptOf !== null && (problem as { kind?: string }).kind === 'not_found') return null;
      throw problem;
    });
    if (!session) {
      // The earlier attempt was deleted meanwhile: this one stands by itself.
      const request = { ...take.request, attemptOf: null };
      take = await record(take, { request, sessionGeneration: take.sessionGeneration + 1 });
      session = await deps.server.createSession(take, idempotencyKey(take));
    }
    take = await record(take, { sessionId: session.id });
  }
  report({ sessionId: take.sessionId });

  if (!take.confirmed) {
    // A key without its URL is from before a restart: the bytes may have arrived.
    if (take.objectKey !== null && memory.presigned === null && (await isThere(deps, take, report))) {
      take = await record(take, { confirmed: true });
    } else {
      take = await upload(deps, memory, take, report, record, signal);
      if (!(await isThere(deps, take, report))) {
        memory.presigned = null;
        throw new DeliveryFailed(NOT_YET);
      }
      take = await record(take, { confirmed: true });
    }
    memory.presigned = null;
  }

  report({ stage: 'sending' });
  const { sessionId, objectKey } = take;
  if (sessionId === null || objectKey === null) throw new DeliveryFailed({ kind: 'not_found', detail: '' });
  if (!(await isAttached(deps.server, sessionId, objectKey))) {
    const refusal = await deps.server.attach(sessionId, objectKey).then(
      () => null,
      (problem: unknown) => problem,
    );
    // The bytes leave this device only when the server's own record names them.
    if (!(await isAttached(deps.server, sessionId, objectKey))) throw refusal ?? new DeliveryFailed(NOT_YET);
  }
  await deps.takes.markSent(take.id);
  report({ stage: 'done', progress: 1 });
}

/** A deleted session is never created again under its old key: the server would answer with the deleted one. */
export function idempotencyKey(take: Take): string {
  return take.sessionGeneration === 0 ? take.id : `${take.id}-${take.sessionGeneration}`;
}

async function upload(
  deps: DeliveryDeps,
  memory: DeliveryMemory,
  start: Take,
  report: Report,
  record: (take: Take, change: Partial<Take>) => Promise<Take>,
  signal: AbortSignal,
): Promise<Take> {
  let take = start;
  const body = await deps.takes.body(take.id);
  if (body === null) throw new DeliveryFailed({ kind: 'not_found', detail: '' });

  if (memory.presigned === null || memory.presigned.expiresAt - EXPIRY_MARGIN_MS <= deps.clock.now()) {
    report({ stage: 'presigning' });
    const presigned = await deps.server.presign(take);
    // The key is written down before the first byte leaves, so that a restart can ask whether they arrived.
    take = await record(take, { objectKey: presigned.key });
    memory.presigned = { ...presigned, expiresAt: deps.clock.now() + presigned.expires_in * 1000 };
  }

  report({ stage: 'uploading', progress: 0 });
  const status = await deps.putBytes({
    url: memory.presigned.url,
    headers: memory.presigned.headers,
    body,
    onProgress: (progress) => report({ stage: 'uploading', progress }),
    signal,
  });
  // 412: `If-None-Match: *` found the object there, because an earlier try arrived and only its answer was lost.
  if (status !== null && ((status >= 200 && status < 300) || status === 412)) return take;
  if (status === null) throw new DeliveryFailed({ kind: 'offline' });
  if (status === 413) throw new DeliveryFailed({ kind: 'too_large', detail: '' });
  if (status >= 500 || status === 429) throw new DeliveryFailed(NOT_YET);
  // The signature was refused, most likely because it has expired (a clock may be wrong): the next try brings a new one.
  memory.presigned = null;
  throw new DeliveryFailed(NOT_YET);
}

async function isThere(deps: DeliveryDeps, take: Take, report: Report): Promise<boolean> {
  if (take.objectKey === null) return false;
  report({ stage: 'confirming' });
  try {
    return (await deps.server.confirm(take.objectKey)) === take.size;
  } catch (problem) {
    const { kind, code } = problem as { kind?: string; code?: string };
    if (kind === 'not_found' || (kind === 'rule' && code === 'upload_missing')) return false;
    throw problem;
  }
}

async function isAttached(server: UploadServer, sessionId: number, key: string): Promise<boolean> {
  return (await server.getSession(sessionId)).audio_key === key;
}
