/**
 * The take recorder: joins the microphone to the take store, so that what is spoken is on the device within a second and stays there
 * whatever happens next.
 */
import type { Clock } from '@/lib/clock';
import type { Random } from '@/lib/random';
import { elapsedMs, hasTake, IDLE, nextState, type RecordingEvent, type RecordingState } from './phase';
import { RecorderError, type Recorder, type RecorderEvent, type RecorderProblem } from './recorder.types';
import { StorageFull, type Media, type Take, type TakeRequest, type TakeStore } from './take.types';

export type TakeRecorderDeps = {
  recorder: Recorder;
  takes: TakeStore;
  clock: Clock;
  random: Random;
  /** The user who is signed in. */
  ownerId: () => number | null;
  /** Told when a take begins (to prepare its captions) and when it is over. */
  onStarted: (take: Take) => void;
  onEnded: () => void;
  /** Told of a take that was thrown away. */
  onCancelled: (take: Take) => void;
  onPcm: (samples: Int16Array, sampleRate: number) => void;
};

export class TakeRecorder {
  private state: RecordingState = IDLE;
  private level = 0;
  private readonly stateListeners = new Set<() => void>();
  private readonly levelListeners = new Set<() => void>();
  /** Writes happen one after the other; the take is whole when the last one is done. */
  private written: Promise<void> = Promise.resolve();
  private writeProblem: RecorderProblem | null = null;
  private stopping: Promise<Take> | null = null;

  constructor(private readonly deps: TakeRecorderDeps) {
    deps.recorder.subscribe((event) => this.receive(event));
  }

  getState = (): RecordingState => this.state;
  getLevel = (): number => this.level;
  getElapsedMs = (): number => elapsedMs(this.state, this.deps.clock.now());

  subscribe = (listener: () => void): (() => void) => listen(this.stateListeners, listener);
  subscribeLevel = (listener: () => void): (() => void) => listen(this.levelListeners, listener);
  /** Calls the listener five times a second, for a running clock. */
  subscribeElapsed = (listener: () => void): (() => void) => this.deps.clock.every(200, listener);

  /** Opens the microphone, asking for permission. What goes wrong is in the state. */
  async prepare(): Promise<void> {
    if (this.state.phase === 'ready' || this.state.phase === 'preparing' || hasTake(this.state)) return;
    this.apply({ type: 'preparing' });
    try {
      await this.deps.recorder.open();
      // The screen may have gone while the browser asked.
      if (this.getState().phase === 'preparing') this.apply({ type: 'opened' });
      else this.deps.recorder.close();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Begins a take. What goes wrong is in the state; null then. */
  async start(request: TakeRequest): Promise<string | null> {
    const { recorder, takes, clock, random } = this.deps;
    const ownerId = this.deps.ownerId();
    if (this.state.phase !== 'ready' || ownerId === null) return null;
    this.written = Promise.resolve();
    this.writeProblem = null;
    const id = random.uuid();
    const take: Take = {
      id,
      ownerId,
      request,
      createdAt: clock.now(),
      durationMs: 0,
      mimeType: '',
      extension: '',
      size: 0,
      state: 'recording',
      sessionId: null,
      objectKey: null,
      confirmed: false,
      sessionGeneration: 0,
    };
    try {
      await takes.create(take);
      const format = await recorder.start({ pcm: request.captions });
      this.apply({ type: 'started', takeId: id, at: clock.now() });
      this.keep(() => takes.update(id, format));
      this.deps.onStarted({ ...take, ...format });
      return id;
    } catch (error) {
      await takes.remove(id).catch(() => undefined);
      this.fail(error);
      return null;
    }
  }

  pause(): void {
    if (this.state.phase !== 'recording') return;
    this.deps.recorder.pause();
    this.apply({ type: 'paused', at: this.deps.clock.now() });
  }

  /** Goes on after a pause or an interruption; while the microphone is not back, the state stays as it is. */
  async resume(): Promise<void> {
    if (!this.state.canResume) return;
    try {
      await this.deps.recorder.resume();
      this.apply({ type: 'resumed', at: this.deps.clock.now() });
    } catch (error) {
      const lost = problemOf(error) === 'no_microphone';
      this.apply({
        type: 'interrupted',
        by: lost ? 'microphone_lost' : 'call',
        canResume: !lost,
        at: this.deps.clock.now(),
      });
    }
  }

  /** Ends the take; resolves when it is whole on the device. Rejects with a `RecorderError`, and what was written stays. */
  stop(): Promise<Take> {
    this.stopping ??= this.finish().finally(() => {
      this.stopping = null;
    });
    return this.stopping;
  }

  /** Throws the take away. */
  async cancel(): Promise<void> {
    const { takeId } = this.state;
    if (takeId === null) return this.release();
    this.apply({ type: 'stopping', at: this.deps.clock.now() });
    await this.deps.recorder.stop().catch(() => undefined);
    await this.written;
    const take = await this.deps.takes.get(takeId);
    await this.deps.takes.remove(takeId);
    this.end();
    if (take) this.deps.onCancelled(take);
  }

  /** Lets the microphone go when no take is being recorded. */
  release(): void {
    if (!hasTake(this.state) && this.state.phase !== 'saving') this.end();
  }

  private async finish(): Promise<Take> {
    const { takeId } = this.state;
    if (takeId === null || !hasTake(this.state)) throw new RecorderError('nothing_recorded');
    this.apply({ type: 'stopping', at: this.deps.clock.now() });
    const { recordedMs } = this.state;
    try {
      await this.deps.recorder.stop();
      await this.written;
      const take = await this.deps.takes.update(takeId, { state: 'finished', durationMs: recordedMs });
      if (!take || take.size === 0) {
        await this.deps.takes.remove(takeId);
        throw new RecorderError(this.writeProblem ?? 'nothing_recorded');
      }
      this.end();
      return take;
    } catch (error) {
      // Whatever the microphone says, what was written can still be sent.
      await this.deps.takes.update(takeId, { state: 'finished' }).catch(() => null);
      // A device that is full may refuse also the last word on the take.
      const problem = new RecorderError(this.writeProblem ?? problemOf(error), { cause: error });
      this.fail(problem);
      throw problem;
    }
  }

  private receive(event: RecorderEvent): void {
    switch (event.type) {
      case 'level':
        this.level = event.level;
        for (const listener of this.levelListeners) listener();
        return;
      case 'pcm':
        return this.deps.onPcm(event.samples, event.sampleRate);
      case 'media':
        return this.write(event.media);
      case 'interrupted':
        return this.apply({ ...event, at: this.deps.clock.now() });
    }
  }

  private write(media: Media): void {
    const { takeId } = this.state;
    if (takeId === null) return;
    const recordedMs = this.getElapsedMs();
    this.keep(() => this.deps.takes.write(takeId, media, recordedMs));
  }

  private keep(write: () => Promise<unknown>): void {
    this.written = this.written.then(async () => {
      // After a gap nothing that follows would be playable, so nothing that follows is kept.
      if (this.writeProblem) return;
      try {
        await write();
      } catch (error) {
        this.writeProblem = problemOf(error);
        this.standStill();
      }
    });
  }

  /** The device is full: what was recorded so far is kept and can be sent. */
  private standStill(): void {
    if (!hasTake(this.state)) return;
    this.deps.recorder.pause();
    this.apply({ type: 'interrupted', by: 'storage_full', canResume: false, at: this.deps.clock.now() });
  }

  private fail(error: unknown): void {
    this.deps.recorder.close();
    this.deps.onEnded();
    this.apply({ type: 'failed', problem: problemOf(error) });
  }

  private end(): void {
    this.deps.recorder.close();
    this.deps.onEnded();
    this.level = 0;
    this.apply({ type: 'closed' });
  }

  private apply(event: RecordingEvent): void {
    const next = nextState(this.state, event);
    if (next === this.state) return;
    this.state = next;
    for (const listener of this.stateListeners) listener();
  }
}

function problemOf(error: unknown): RecorderProblem {
  if (error instanceof RecorderError) return error.problem;
  return error instanceof StorageFull ? 'storage_full' : 'unknown';
}

function listen(listeners: Set<() => void>, listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
