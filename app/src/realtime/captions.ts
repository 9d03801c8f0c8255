/** Live captions: the words as the server hears them while somebody speaks. They are a help to the eye, never the record. */
import type { LiveSocket } from './socket';
import type { ServerMessage } from './protocol';

export type CaptionsState = {
  /** `waiting`: sent, nothing heard yet. `unavailable`: the server's engine can not, or it can not be reached. */
  state: 'off' | 'waiting' | 'live' | 'unavailable';
  text: string;
  /** The first `stable` characters of `text` will not change any more. */
  stable: number;
};

const OFF: CaptionsState = { state: 'off', text: '', stable: 0 };

export class Captions {
  private current: CaptionsState = OFF;
  private sessionId: number | null = null;
  private release: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  private begun = false;

  constructor(private readonly socket: Pick<LiveSocket, 'send' | 'hold' | 'isConnected'>) {}

  getState = (): CaptionsState => this.current;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  /** Captions for what is spoken from now on in this session. */
  start(sessionId: number): void {
    this.end();
    this.sessionId = sessionId;
    this.release = this.socket.hold();
    this.set({ state: 'waiting', text: '', stable: 0 });
  }

  /** Samples as they are spoken. What can not be sent at once is dropped: a late caption helps nobody. */
  push(samples: Int16Array, sampleRate: number): void {
    if (this.sessionId === null || this.current.state === 'unavailable') return;
    if (!this.socket.isConnected()) {
      this.begun = false;
      return;
    }
    if (!this.begun) {
      this.begun = this.socket.send({
        type: 'audio_start',
        session_id: this.sessionId,
        encoding: 'pcm_s16le',
        sample_rate: sampleRate,
      });
    }
    const bytes = new ArrayBuffer(samples.byteLength);
    new Int16Array(bytes).set(samples);
    this.socket.send(bytes);
  }

  end(): void {
    if (this.begun) this.socket.send({ type: 'audio_end' });
    this.begun = false;
    this.sessionId = null;
    this.release?.();
    this.release = null;
    this.set(OFF);
  }

  receive(message: ServerMessage): void {
    if (this.sessionId === null) return;
    if (message.type === 'partial' && message.session_id === this.sessionId) {
      this.set({ state: 'live', text: message.text, stable: message.stable });
    } else if (message.type === 'error' && this.begun && concernsCaptions(message, this.sessionId)) {
      this.begun = false;
      this.set({ state: 'unavailable', text: '', stable: 0 });
    } else if (message.type === 'auth_success') {
      // A new connection knows nothing of the old one's captions.
      this.begun = false;
    }
  }

  private set(next: CaptionsState): void {
    if (next === this.current) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

/** An error that names no stage of the work is none of the upload's: while captions run it is theirs. */
function concernsCaptions(message: Extract<ServerMessage, { type: 'error' }>, sessionId: number): boolean {
  if (message.code.startsWith('captions')) return true;
  return message.stage == null && message.session_id === sessionId;
}
