/**
 * Completions: as soon as the transcript of an answer that was sent from here is there, its feedback is asked for, whatever page is open.
 * The card of a sent take is the memory of it, so that a restart goes on.
 */
import { isProblem, isTransient, type Session } from '@/api';
import { backoffMs } from '@/lib/backoff';
import type { Clock } from '@/lib/clock';
import type { Random } from '@/lib/random';
import type { Take, TakeStore } from '@/recording';

export type CompletionDeps = {
  takes: Pick<TakeStore, 'remove'>;
  /** Asks for the feedback; rejects with a `Problem`. */
  complete: (sessionId: number) => Promise<unknown>;
  /** Keeps the server telling how a session stands, until the returned function is called. */
  watch: (sessionId: number) => () => void;
  clock: Clock;
  random: Random;
};

const BACKOFF = { baseMs: 2_000, capMs: 300_000 };

type Entry = { takeId: string; unwatch: () => void };
type Retry = { failures: number; cancel: () => void };

export class Completions {
  /** By session. */
  private readonly entries = new Map<number, Entry>();
  /** By session, also of those whose page asked. */
  private readonly retries = new Map<number, Retry>();
  private readonly asking = new Map<number, Promise<void>>();

  constructor(private readonly deps: CompletionDeps) {}

  /** From now on these takes are followed, and no others. */
  follow(sent: Take[]): void {
    const wanted = new Map(sent.flatMap(({ id, sessionId }) => (sessionId === null ? [] : [[sessionId, id]])));
    for (const sessionId of this.entries.keys()) if (!wanted.has(sessionId)) this.leave(sessionId);
    for (const [sessionId, takeId] of wanted) {
      if (this.entries.has(sessionId)) continue;
      // The server answers with how the session stands now.
      const unwatch = this.deps.watch(sessionId);
      this.entries.set(sessionId, { takeId, unwatch });
    }
  }

  /** What the server says of a session. */
  stands(sessionId: number, status: Session['status'] | 'deleted'): void {
    if (!this.entries.has(sessionId)) return;
    if (status === 'transcribed') void this.ask(sessionId);
    else if (status === 'scoring' || status === 'completed' || status === 'deleted') this.forget(sessionId);
  }

  /** Asks for the feedback of a session, at most once at a time. */
  ask(sessionId: number): Promise<void> {
    const running = this.asking.get(sessionId);
    if (running) return running;
    const asked = this.askOnce(sessionId).finally(() => this.asking.delete(sessionId));
    this.asking.set(sessionId, asked);
    return asked;
  }

  private async askOnce(sessionId: number): Promise<void> {
    const entry = this.entries.get(sessionId);
    const failures = (this.retries.get(sessionId)?.failures ?? 0) + 1;
    this.endRetry(sessionId);
    try {
      await this.deps.complete(sessionId);
      this.forget(sessionId);
    } catch (problem) {
      if (isProblem(problem) && problem.kind === 'not_found') return this.forget(sessionId);
      // A refusal for the session's state is answered by the next word on that state; signing in follows anew.
      if (!isProblem(problem) || !isTransient(problem)) return;
      if (this.entries.get(sessionId) !== entry) return;
      const asked = 'retryAfterMs' in problem ? (problem.retryAfterMs ?? 0) : 0;
      const wait = Math.max(asked, backoffMs(failures, this.deps.random, BACKOFF));
      const cancel = this.deps.clock.after(wait, () => void this.ask(sessionId));
      this.retries.set(sessionId, { failures, cancel });
    }
  }

  private endRetry(sessionId: number): void {
    this.retries.get(sessionId)?.cancel();
    this.retries.delete(sessionId);
  }

  private forget(sessionId: number): void {
    const entry = this.entries.get(sessionId);
    if (!entry) return;
    this.leave(sessionId);
    void this.deps.takes.remove(entry.takeId);
  }

  private leave(sessionId: number): void {
    const entry = this.entries.get(sessionId);
    this.entries.delete(sessionId);
    this.endRetry(sessionId);
    entry?.unwatch();
  }
}
