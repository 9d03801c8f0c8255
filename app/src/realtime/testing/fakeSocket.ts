/** Sockets that a test opens, feeds and cuts. */
import type { TokenAnswer } from '@/api';
import { fakeClock } from '@/lib/testing/fakeClock';
import { fakeRandom } from '@/lib/testing/fakeRandom';
import type { ClientMessage, ServerMessage } from '../protocol';
import { LiveSocket, type Connection, type SocketLike } from '../socket';

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: (ClientMessage | ArrayBuffer)[] = [];
  closedWith: number | undefined;

  constructor(readonly url: string) {}

  send(data: string | ArrayBuffer): void {
    this.sent.push(typeof data === 'string' ? (JSON.parse(data) as ClientMessage) : data);
  }

  close(code?: number): void {
    this.closedWith = code ?? 1005;
  }

  /** The server accepts the connection and the token. */
  welcome(): void {
    this.onopen?.();
    this.say({ type: 'auth_success', user_id: 7 });
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  cut(code = 1006): void {
    this.onclose?.({ code });
  }

  sentTypes(): string[] {
    return this.sent.map((message) => (message instanceof ArrayBuffer ? 'binary' : message.type));
  }
}

export function socketInTest() {
  const clock = fakeClock();
  const sockets: FakeSocket[] = [];
  const connections: Connection[] = [];
  const state = {
    token: { token: 'a1' } as TokenAnswer,
    renewed: { token: 'a2' } as TokenAnswer,
    renewals: [] as string[],
  };
  const socket = new LiveSocket({
    open: (url) => {
      const opened = new FakeSocket(url);
      sockets.push(opened);
      return opened;
    },
    url: () => 'ws://server.test/ws/transcribe',
    token: async () => state.token,
    renew: async (spent) => {
      state.renewals.push(spent);
      return state.renewed;
    },
    clock,
    random: fakeRandom(0),
    onConnection: (connection) => connections.push(connection),
  });
  const last = () => {
    const opened = sockets.at(-1);
    if (!opened) throw new Error('no socket was opened');
    return opened;
  };
  return { socket, clock, sockets, connections, state, last };
}
