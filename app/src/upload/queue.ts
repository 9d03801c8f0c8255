/**
 * The upload queue: delivers the takes of whoever is signed in, one after the other, the oldest first, for as long as it takes.
 * The take store is its only memory; what it publishes is a view.
 */
import { isProblem, isTransient, type Problem } from '@/api';
import { backoffMs } from '@/lib/backoff';
import type { Exclusive } from '@/lib/exclusive.types';
import type { Network } from '@/lib/network.types';
import type { Random } from '@/lib/random';
import type { Tabs } from '@/lib/tabs.types';
import { recoverTakes, type Take } from '@/recording';
import { deliver, DeliveryFailed, type DeliveryDeps, type DeliveryMemory } from './delivery';
import type { Upload, WaitReason } from './upload.types';

export type QueueWord =
  | { type: 'takes-changed' }
  | { type: 'retry'; takeId: string }
  | { type: 'uploads'; ownerId: number; uploads: Upload[] };

export type QueueDeps = DeliveryDeps & {
  random: Random;
  exclusive: Exclusive;
  tabs: Tabs<QueueWord>;
  network: Network;
  ownerId: () => number | null;
  publish: (uploads: Upload[]) => void;
  /** Takes that wait for a person's decision: cut off, or finished and not sent. */
  publishRecovered: (takes: Take[]) => void;
  /** Takes that the server has and whose feedback is still to be asked for. */
  follow: (sent: Take[]) => void;
};

/** One lock for each user: tabs of one browser may be signed in as different users, or not at all. */
const queueLock = (ownerId: number) => `greenroom-uploads-${ownerId}`;
const RECORDER_LOCK = 'greenroom-recorder';
const BACKOFF = { baseMs: 2_000, capMs: 300_000 };

const ignore = () => undefined;

type Entry = {
  upload: Upload;
  memory: DeliveryMemory;
  failures: number;
  abort: AbortController | null;
};

/** From signing in until signing out: whose uploads these are. */
type Turn = {
  ownerId: number;
  /** Only one tab of a browser delivers for a user; the others show what it tells. */
  drives: boolean;
  ended: AbortController;
};

export class UploadQueue {
  private readonly entries = new Map<string, Entry>();
  private running: Promise<void> | null = null;
  private cancelTimer: (() => void) | null = null;
  private readonly stopped = new AbortController();
  private isStarted = false;
  private turn: Turn | null = null;

  constructor(private readonly deps: QueueDeps) {}

  /** Finds what a crash left behind and begins to deliver. */
  async start(): Promise<void> {
    const { tabs, network } = this.deps;
    tabs.listen((word) => this.hear(word));
    network.subscribe((online) => {
      if (online) void this.wake();
    });
    // A store that fails just now holds up nothing: the next wake shows what there is, the next start recovers it.
    await this.recover().catch(ignore);
    await this.showRecovered().catch(ignore);
    this.isStarted = true;
    this.followOwner();
  }

  stop(): void {
    this.stopped.abort();
    this.turn?.ended.abort();
    this.cancelTimer?.();
    for (const { abort } of this.entries.values()) abort?.abort();
  }

  /** Hands a finished or recovered take over for delivery. */
  async send(takeId: string): Promise<void> {
    await this.deps.takes.update(takeId, { state: 'queued' });
    await this.changed();
  }

  /** Looks for takes that were finished and not sent. */
  async refresh(): Promise<void> {
    await this.showRecovered();
  }

  /** Tries a failed delivery again, because a person asked for it. */
  async retry(takeId: string): Promise<void> {
    this.deps.tabs.tell({ type: 'retry', takeId });
    const entry = this.entries.get(takeId);
    if (!entry || entry.abort) return;
    if (needsAnotherSession(entry.upload.problem)) {
      const take = await this.deps.takes.get(takeId);
      if (take) {
        await this.deps.takes.update(takeId, { sessionId: null, sessionGeneration: take.sessionGeneration + 1 });
      }
    }
    entry.failures = 0;
    this.show(entry, { stage: 'waiting', reason: 'turn', retryAt: null, problem: null });
    this.run();
  }

  /** Deletes a take that somebody does not want to send. */
  async discard(takeId: string): Promise<void> {
    this.entries.get(takeId)?.abort?.abort();
    this.entries.delete(takeId);
    const take = await this.deps.takes.get(takeId);
    await this.deps.takes.remove(takeId);
    if (take?.sessionId != null && !take.confirmed) this.deps.server.abandon(take.sessionId);
    await this.changed();
  }

  /** The network is back, somebody signed in or out, or the device woke up: waiting is over for everything. */
  async wake(): Promise<void> {
    this.followOwner();
    await this.showRecovered();
    if (!this.isDriver) return;
    await this.sync();
    for (const entry of this.entries.values()) {
      if (entry.upload.stage === 'waiting' && entry.upload.reason !== 'rate_limited') {
        this.show(entry, { retryAt: null, reason: 'turn' });
      }
    }
    this.run();
  }

  private get isDriver(): boolean {
    return this.turn?.drives ?? false;
  }

  /** Another user, or none, has nothing to do with what was delivered here until now. */
  private followOwner(): void {
    const ownerId = this.deps.ownerId();
    if (!this.isStarted || this.stopped.signal.aborted || ownerId === (this.turn?.ownerId ?? null)) return;
    if (this.turn) this.endTurn(this.turn);
    if (ownerId === null) return;
    this.turn = { ownerId, drives: false, ended: new AbortController() };
    this.drive(this.turn).catch(ignore);
  }

  private endTurn({ ended }: Turn): void {
    this.turn = null;
    ended.abort();
    this.cancelTimer?.();
    this.cancelTimer = null;
    for (const { abort } of this.entries.values()) abort?.abort();
    this.entries.clear();
    this.deps.follow([]);
    this.deps.publish([]);
  }

  private async recover(): Promise<void> {
    const { exclusive, takes } = this.deps;
    // A tab that records holds this lock, and its take is none that was left behind.
    const alone = await exclusive.hold(RECORDER_LOCK);
    if (!alone) return;
    try {
      await recoverTakes(takes);
    } finally {
      alone();
    }
  }

  private async drive(turn: Turn): Promise<void> {
    const { signal } = turn.ended;
    const release = await this.deps.exclusive.whenFree(queueLock(turn.ownerId), signal);
    if (!release) return;
    if (signal.aborted) return release();
    signal.addEventListener('abort', release, { once: true });
    turn.drives = true;
    await this.wake();
  }

  private async changed(): Promise<void> {
    this.deps.tabs.tell({ type: 'takes-changed' });
    await this.showRecovered();
    if (this.isDriver) {
      await this.sync();
      this.run();
    }
  }

  private hear(word: QueueWord): void {
    switch (word.type) {
      case 'takes-changed':
        void this.wake();
        return;
      case 'retry':
        if (this.isDriver && this.entries.get(word.takeId)?.upload.stage === 'failed') void this.retry(word.takeId);
        return;
      case 'uploads':
        if (!this.isDriver && word.ownerId === this.deps.ownerId()) this.deps.publish(word.uploads);
        return;
    }
  }

  /** Brings the entries in line with the take store. */
  private async sync(): Promise<void> {
    const { turn } = this;
    if (!turn) return;
    const { ownerId } = turn;
    const own = (await this.deps.takes.list()).filter((take) => take.ownerId === ownerId);
    if (this.turn !== turn) return;
    this.deps.follow(own.filter(({ state }) => state === 'sent'));
    const queued = own.filter(({ state }) => state === 'queued');
    const ids = new Set(queued.map(({ id }) => id));
    for (const [id, entry] of this.entries) {
      if (ids.has(id) || (entry.upload.stage === 'done' && entry.upload.ownerId === ownerId)) continue;
      entry.abort?.abort();
      this.entries.delete(id);
    }
    for (const take of queued) {
      if (this.entries.has(take.id)) continue;
      this.entries.set(take.id, { upload: viewOf(take), memory: { presigned: null }, failures: 0, abort: null });
    }
    this.publish();
  }

  private run(): void {
    if (!this.isDriver) return;
    this.running ??= this.deliverAll().finally(() => {
      this.running = null;
      this.planNext();
    });
  }

  private async deliverAll(): Promise<void> {
    for (let entry = this.nextDue(); entry && !this.stopped.signal.aborted; entry = this.nextDue()) {
      await this.deliverOne(entry);
    }
  }

  private nextDue(): Entry | undefined {
    if (!this.isDriver || this.deps.ownerId() !== this.turn?.ownerId) return undefined;
    const now = this.deps.clock.now();
    return [...this.entries.values()]
      .filter(({ upload }) => upload.stage === 'waiting' && isDue(upload, now))
      .sort((a, b) => a.upload.createdAt - b.upload.createdAt)[0];
  }

  private async deliverOne(entry: Entry): Promise<void> {
    const { takeId } = entry.upload;
    const { signal } = (entry.abort = new AbortController());
    try {
      const take = await this.deps.takes.get(takeId);
      if (signal.aborted) return;
      if (!take) {
        this.entries.delete(takeId);
        return this.publish();
      }
      await deliver(this.deps, entry.memory, take, (change) => this.show(entry, change), signal);
      entry.failures = 0;
    } catch (error) {
      if (this.entries.get(takeId) === entry && !signal.aborted) this.failed(entry, asProblem(error));
      return;
    } finally {
      entry.abort = null;
    }
    await this.sync().catch(ignore);
  }

  private failed(entry: Entry, problem: Problem): void {
    if (problem.kind === 'credentials') {
      return this.show(entry, { stage: 'waiting', reason: 'signed_out', retryAt: null, problem: null });
    }
    if (!isTransient(problem)) return this.show(entry, { stage: 'failed', reason: null, retryAt: null, problem });
    entry.failures += 1;
    const asked = 'retryAfterMs' in problem ? (problem.retryAfterMs ?? 0) : 0;
    const wait = Math.max(asked, backoffMs(entry.failures, this.deps.random, BACKOFF));
    this.show(entry, {
      stage: 'waiting',
      reason: waitReason(problem),
      retryAt: this.deps.clock.now() + wait,
      problem: null,
    });
  }

  /** Sets the one timer for whatever falls due next. */
  private planNext(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    // Signing in wakes the queue; until then no time makes anything due.
    if (this.stopped.signal.aborted || this.deps.ownerId() === null) return;
    const times = [...this.entries.values()]
      .filter(({ upload }) => upload.stage === 'waiting' && upload.retryAt !== null)
      .map(({ upload }) => upload.retryAt as number);
    if (this.nextDue()) return this.run();
    if (times.length === 0) return;
    const wait = Math.max(0, Math.min(...times) - this.deps.clock.now());
    this.cancelTimer = this.deps.clock.after(wait, () => this.run());
  }

  private show(entry: Entry, change: Partial<Upload>): void {
    entry.upload = { ...entry.upload, ...change };
    if (this.entries.get(entry.upload.takeId) === entry) this.publish();
  }

  private publish(): void {
    const uploads = [...this.entries.values()].map(({ upload }) => upload).sort((a, b) => a.createdAt - b.createdAt);
    this.deps.publish(uploads);
    if (this.turn) this.deps.tabs.tell({ type: 'uploads', ownerId: this.turn.ownerId, uploads });
  }

  private async showRecovered(): Promise<void> {
    const ownerId = this.deps.ownerId();
    const takes = await this.deps.takes.list();
    this.deps.publishRecovered(
      takes.filter(({ state, ownerId: owner }) => (state === 'recovered' || state === 'finished') && owner === ownerId),
    );
  }
}

/** The session was deleted meanwhile, or has another recording: the answer deserves one of its own. */
function needsAnotherSession(problem: Problem | null): boolean {
  return problem?.kind === 'not_found' || (problem?.kind === 'rule' && problem.code === 'wrong_state');
}

function isDue({ retryAt, reason }: Upload, now: number): boolean {
  if (reason === 'signed_out') return false;
  return retryAt === null || retryAt <= now;
}

function viewOf(take: Take): Upload {
  return {
    takeId: take.id,
    ownerId: take.ownerId,
    title: take.request.title,
    question: take.request.question,
    createdAt: take.createdAt,
    durationMs: take.durationMs,
    size: take.size,
    stage: 'waiting',
    progress: 0,
    sessionId: take.sessionId,
    retryAt: null,
    reason: 'turn',
    problem: null,
  };
}

function waitReason(problem: Problem): WaitReason {
  if (problem.kind === 'offline' || problem.kind === 'timeout') return 'offline';
  return problem.kind === 'rate_limited' ? 'rate_limited' : 'server';
}

function asProblem(error: unknown): Problem {
  if (error instanceof DeliveryFailed) return error.problem;
  if (isProblem(error)) return error;
  return { kind: 'unexpected', status: null, detail: error instanceof Error ? error.message : '' };
}
