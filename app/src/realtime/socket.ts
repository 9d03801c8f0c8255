/**
 * The socket: one connection to `/ws/transcribe` for as long as something needs it. It signs in with its first message, comes back
 * by itself after a loss, and then asks again for every session that is watched, so that nothing is missed.
 */
import type { TokenAnswer } from '@/api';
import { backoffMs } from '@/lib/backoff';
import type { Clock } from '@/lib/clock';
import type { Random } from '@/lib/random';
import { CLOSE, parseServerMessage, type ClientMessage, type ServerMessage } from './protocol';

export type Connection = 'offline' | 'connecting' | 'connected';

/** The part of the platform's `WebSocket` that is used. */
export type SocketLike = {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(data: string | ArrayBuffer): void;
  close(code?: number): void;
};

export type SocketDeps = {
  open: (url: string) => SocketLike;
  /** Null while there is no server address. */
  url: () => string | null;
  token: () => Promise<TokenAnswer>;
  renew: (spent: string) => Promise<TokenAnswer>;
  clock: Clock;
  random: Random;
  onConnection: (connection: Connection) => void;
};

const AUTH_TIMEOUT_MS = 10_000;
const PING_EVERY_MS = 25_000;
/** No answer to a ping in this time means that the connection is dead, whatever the platform says. */
const PONG_WITHIN_MS = 10_000;
const IDLE_CLOSE_MS = 30_000;
const BACKOFF = { baseMs: 1_000, capMs: 30_000 };

type Live = { socket: SocketLike; token: string; authenticated: boolean };

export class LiveSocket {
  private readonly watched = new Map<number, number>();
  private readonly holds = new Set<symbol>();
  private readonly listeners = new Set<(message: ServerMessage) => void>();
  private live: Live | null = null;
  private dialling = false;
  private enabled = false;
  private failures = 0;
  /** The token that the server refused at the last try, so that the next try brings another one. */
  private refused: string | null = null;
  private cancelRetry: (() => void) | null = null;
  private cancelPing: (() => void) | null = null;
  private cancelDeadline: (() => void) | null = null;
  private cancelIdle: (() => void) | null = null;
  private connection: Connection = 'offline';

  constructor(private readonly deps: SocketDeps) {}

  /** From now on the socket may connect: somebody is signed in. */
  enable(): void {
    this.enabled = true;
    this.refused = null;
    this.failures = 0;
    this.update();
  }

  /** Closes and stays closed: nobody is signed in. */
  disable(): void {
    this.enabled = false;
    this.drop(CLOSE.normal);
    this.report('offline');
  }

  /** Keeps the server telling about this session until the returned function is called. */
  watch(sessionId: number): () => void {
    const count = this.watched.get(sessionId) ?? 0;
    this.watched.set(sessionId, count + 1);
    if (count === 0) this.send({ type: 'session_start', session_id: sessionId });
    this.update();
    return once(() => {
      const left = (this.watched.get(sessionId) ?? 1) - 1;
      if (left > 0) this.watched.set(sessionId, left);
      else this.watched.delete(sessionId);
      this.update();
    });
  }

  /** Keeps the connection up without watching anything, until the returned function is called. */
  hold(): () => void {
    const hold = Symbol('hold');
    this.holds.add(hold);
    this.update();
    return once(() => {
      this.holds.delete(hold);
      this.update();
    });
  }

  /** Tells of every message but the answers to pings; `auth_success` means that the connection is new. */
  listen(listener: (message: ServerMessage) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  isConnected(): boolean {
    return this.live?.authenticated === true;
  }

  /** Sends when connected; false when it could not, and nothing is kept for later. */
  send(message: ClientMessage | ArrayBuffer): boolean {
    if (!this.live?.authenticated) return false;
    this.live.socket.send(message instanceof ArrayBuffer ? message : JSON.stringify(message));
    return true;
  }

  /** The network came back or the phone woke up: do not wait for a timer that slept too. */
  wake(): void {
    if (this.isConnected()) return this.ping();
    if (!this.dialling && this.live === null) {
      this.failures = 0;
      this.stopRetry();
      this.update();
    }
  }

  private get needed(): boolean {
    return this.enabled && (this.watched.size > 0 || this.holds.size > 0);
  }

  private update(): void {
    if (this.needed) {
      this.cancelIdle?.();
      this.cancelIdle = null;
      if (this.live === null && !this.dialling && this.cancelRetry === null) void this.dial();
    } else if (this.live && !this.cancelIdle) {
      this.cancelIdle = this.deps.clock.after(IDLE_CLOSE_MS, () => {
        this.cancelIdle = null;
        this.drop(CLOSE.normal);
        this.report('offline');
      });
    } else if (!this.live) {
      this.stopRetry();
      this.report('offline');
    }
  }

  private async dial(): Promise<void> {
    this.dialling = true;
    this.report('connecting');
    const answer = this.refused === null ? await this.deps.token() : await this.deps.renew(this.refused);
    const url = this.deps.url();
    this.dialling = false;
    if (!this.needed) return this.report('offline');
    if ('problem' in answer || url === null) {
      // Without a sign-in there is nothing to try again; signing in enables the socket anew.
      if ('problem' in answer && answer.ended) return this.disable();
      return this.retryLater();
    }
    this.refused = null;
    this.attach({ socket: this.deps.open(url), token: answer.token, authenticated: false });
  }

  private attach(live: Live): void {
    this.live = live;
    const { socket } = live;
    this.setDeadline(AUTH_TIMEOUT_MS);
    socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', token: live.token } satisfies ClientMessage));
    socket.onmessage = ({ data }) => {
      if (this.live === live) this.receive(live, parseServerMessage(data));
    };
    socket.onclose = ({ code }) => {
      if (this.live === live) this.lost(code);
    };
  }

  private receive(live: Live, message: ServerMessage | null): void {
    if (message === null) return;
    if (live.authenticated) this.clearDeadline();
    if (message.type === 'auth_success') this.authenticated(live);
    if (message.type === 'pong') return;
    for (const listener of [...this.listeners]) listener(message);
  }

  private authenticated(live: Live): void {
    live.authenticated = true;
    this.failures = 0;
    this.clearDeadline();
    this.cancelPing = this.deps.clock.every(PING_EVERY_MS, () => this.ping());
    for (const id of this.watched.keys()) this.send({ type: 'session_start', session_id: id });
    this.report('connected');
    this.update();
  }

  private ping(): void {
    if (this.send({ type: 'ping' })) this.setDeadline(PONG_WITHIN_MS);
  }

  private setDeadline(ms: number): void {
    this.clearDeadline();
    this.cancelDeadline = this.deps.clock.after(ms, () => {
      this.drop(CLOSE.normal);
      this.retryLater();
    });
  }

  private clearDeadline(): void {
    this.cancelDeadline?.();
    this.cancelDeadline = null;
  }

  private lost(code: number): void {
    const { live } = this;
    this.drop(null);
    if (code === CLOSE.policyViolation && live) this.refused = live.token;
    // A restarting server, or a token that ran out, is no reason to wait; a second time in a row is.
    const atOnce = (code === CLOSE.serviceRestart || code === CLOSE.policyViolation) && this.failures === 0;
    if (atOnce) {
      this.failures = 1;
      this.report('connecting');
      return this.update();
    }
    this.retryLater();
  }

  private retryLater(): void {
    if (!this.needed) return this.report('offline');
    this.failures += 1;
    this.report('connecting');
    this.stopRetry();
    this.cancelRetry = this.deps.clock.after(backoffMs(this.failures, this.deps.random, BACKOFF), () => {
      this.cancelRetry = null;
      this.update();
    });
  }

  private stopRetry(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
  }

  private drop(code: number | null): void {
    this.clearDeadline();
    this.stopRetry();
    this.cancelPing?.();
    this.cancelPing = null;
    this.cancelIdle?.();
    this.cancelIdle = null;
    const { live } = this;
    this.live = null;
    if (live && code !== null) live.socket.close(code);
  }

  private report(connection: Connection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.deps.onConnection(connection);
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
