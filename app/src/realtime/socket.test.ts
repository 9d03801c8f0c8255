import { parseServerMessage, socketUrl } from './protocol';
import { socketInTest } from './testing/fakeSocket';

async function connected() {
  const test = socketInTest();
  test.socket.enable();
  const unwatch = test.socket.watch(5);
  await test.clock.settle();
  test.last().welcome();
  return { ...test, unwatch };
}

test('nothing connects until somebody is signed in and something is watched', async () => {
  const { socket, sockets, clock } = socketInTest();
  socket.watch(5);
  await clock.settle();
  expect(sockets).toHaveLength(0);
  socket.enable();
  await clock.settle();
  expect(sockets).toHaveLength(1);
});

test('the token is the first message and never part of the address', async () => {
  const { socket, clock, last } = socketInTest();
  socket.enable();
  socket.watch(5);
  await clock.settle();
  last().onopen?.();
  expect(last().url).toBe('ws://server.test/ws/transcribe');
  expect(last().sent).toEqual([{ type: 'auth', token: 'a1' }]);
});

test('watched sessions are asked for after the sign-in, and those watched later at once', async () => {
  const { socket, last } = await connected();
  socket.watch(6);
  socket.watch(6);
  expect(last().sent.slice(1)).toEqual([
    { type: 'session_start', session_id: 5 },
    { type: 'session_start', session_id: 6 },
  ]);
});

test('after a loss it comes back with growing waits and asks for every watched session again', async () => {
  const { socket, clock, sockets, last, connections } = await connected();
  socket.watch(6);
  last().cut();
  await clock.advance(499);
  expect(sockets).toHaveLength(1);
  await clock.advance(1);
  expect(sockets).toHaveLength(2);
  last().cut();
  await clock.advance(999);
  expect(sockets).toHaveLength(2);
  await clock.advance(1);
  expect(sockets).toHaveLength(3);
  last().welcome();
  expect(last().sent).toEqual([
    { type: 'auth', token: 'a1' },
    { type: 'session_start', session_id: 5 },
    { type: 'session_start', session_id: 6 },
  ]);
  expect(connections).toEqual(['connecting', 'connected', 'connecting', 'connected']);
});

test('a server that restarts (1012) is dialled again at once, but only once without a wait', async () => {
  const { clock, sockets, last } = await connected();
  last().cut(1012);
  await clock.settle();
  expect(sockets).toHaveLength(2);
  last().cut(1012);
  await clock.settle();
  expect(sockets).toHaveLength(2);
  await clock.advance(1000);
  expect(sockets).toHaveLength(3);
});

test('a refused token (1008) is renewed before the next try', async () => {
  const { clock, state, sockets, last } = await connected();
  last().cut(1008);
  await clock.settle();
  expect(state.renewals).toEqual(['a1']);
  expect(sockets).toHaveLength(2);
  last().welcome();
  expect(last().sent[0]).toEqual({ type: 'auth', token: 'a2' });
});

test('a sign-in that has ended stops the dialling until somebody signs in again', async () => {
  const { socket, clock, state, sockets, last, connections } = await connected();
  state.renewed = { ended: true, problem: { kind: 'credentials', code: 'token_reused', detail: '' } };
  last().cut(1008);
  await clock.advance(600_000);
  expect(sockets).toHaveLength(1);
  expect(connections.at(-1)).toBe('offline');
  socket.enable();
  await clock.settle();
  expect(sockets).toHaveLength(2);
});

test('without a network for a token it waits and tries again', async () => {
  const { socket, clock, state, sockets } = socketInTest();
  state.token = { ended: false, problem: { kind: 'offline' } };
  socket.enable();
  socket.watch(5);
  await clock.settle();
  expect(sockets).toHaveLength(0);
  state.token = { token: 'a1' };
  await clock.advance(500);
  expect(sockets).toHaveLength(1);
});

test('a server that does not answer the sign-in within ten seconds is left', async () => {
  const { socket, clock, sockets, last } = socketInTest();
  socket.enable();
  socket.watch(5);
  await clock.settle();
  const silent = last();
  silent.onopen?.();
  await clock.advance(10_000);
  expect(silent.closedWith).toBe(1000);
  await clock.advance(500);
  expect(sockets).toHaveLength(2);
});

test('a ping that is answered keeps the connection; one that is not ends it', async () => {
  const { clock, sockets, last } = await connected();
  await clock.advance(25_000);
  expect(last().sentTypes().at(-1)).toBe('ping');
  last().say({ type: 'pong' });
  await clock.advance(10_000);
  expect(sockets).toHaveLength(1);
  await clock.advance(15_000);
  await clock.advance(10_000);
  expect(sockets[0]!.closedWith).toBe(1000);
  await clock.advance(500);
  expect(sockets).toHaveLength(2);
});

test('waking up tries a sleeping connection with a ping, and dials a lost one at once', async () => {
  const { socket, clock, sockets, last } = await connected();
  socket.wake();
  expect(last().sentTypes().at(-1)).toBe('ping');
  last().cut();
  await clock.settle();
  socket.wake();
  await clock.settle();
  expect(sockets).toHaveLength(2);
});

test('when nothing is watched any more it closes after half a minute, unless watching begins again', async () => {
  const { socket, clock, sockets, last, unwatch, connections } = await connected();
  unwatch();
  await clock.advance(20_000);
  const again = socket.watch(9);
  await clock.advance(3_000);
  expect(last().closedWith).toBeUndefined();
  again();
  unwatch();
  await clock.advance(30_000);
  expect(last().closedWith).toBe(1000);
  expect(connections.at(-1)).toBe('offline');
  await clock.advance(600_000);
  expect(sockets).toHaveLength(1);
});

test('signing out closes it, and what the old connection still says is not heard', async () => {
  const { socket, last } = await connected();
  const heard: string[] = [];
  socket.listen(({ type }) => heard.push(type));
  socket.disable();
  expect(last().closedWith).toBe(1000);
  last().say({ type: 'partial', session_id: 5, text: 'late', stable: 0 });
  expect(heard).toEqual([]);
  expect(socket.send({ type: 'ping' })).toBe(false);
});

test('frames that are no message of this protocol are passed over', () => {
  expect(parseServerMessage('{"type":"fireworks"}')).toBeNull();
  expect(parseServerMessage('not json')).toBeNull();
  expect(parseServerMessage('null')).toBeNull();
  expect(parseServerMessage(new ArrayBuffer(2))).toBeNull();
  expect(parseServerMessage('{"type":"pong"}')).toEqual({ type: 'pong' });
});

test('the address of the socket follows the scheme of the server', () => {
  expect(socketUrl('https://greenroom.example')).toBe('wss://greenroom.example/ws/transcribe');
  expect(socketUrl('http://192.168.1.5:8000')).toBe('ws://192.168.1.5:8000/ws/transcribe');
});
