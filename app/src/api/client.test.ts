import { configureStore } from '@reduxjs/toolkit';
import { fakeClock } from '@/lib/testing/fakeClock';
import { Authority } from './authority';
import { api } from './index';
import { fakeServer, granted, ORIGIN, type Asked } from './testing/fakeServer';

/** Ends the timers of the cache, which would outlive the test. */
let reset = (): unknown => undefined;
afterEach(() => reset());

function setUp() {
  const server = fakeServer();
  const onEnded = jest.fn();
  const authority = new Authority({
    fetch: server.fetch,
    clock: fakeClock(),
    exclusive: { run: (_name, work) => work(), hold: async () => null, whenFree: async () => null },
    place: { inCookie: true, read: async () => null, write: async () => {}, clear: async () => {} },
    serverUrl: () => ORIGIN,
    onEnded,
    onUser: () => {},
  });
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (getDefault) =>
      getDefault({
        thunk: { extraArgument: { api: { authority, fetch: server.fetch, serverUrl: () => ORIGIN } } },
      }).concat(api.middleware),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
  });
  reset = () => store.dispatch(api.util.resetApiState());
  server.on('POST /auth/login', () => ({ status: 200, body: granted('old', null) }));
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('new', null) }));
  const session = (id: number) => store.dispatch(api.endpoints.getSession.initiate(id, { subscribe: false }));
  return { server, authority, onEnded, store, session };
}

const acceptsOnly = (token: string) => (asked: Asked) =>
  asked.headers.get('authorization') === `Bearer ${token}`
    ? { status: 200, body: { path: asked.path } }
    : { status: 401, body: { code: 'token_expired' } };

test('twenty parallel requests that are refused share one refresh, and all succeed', async () => {
  const { server, authority, session, onEnded } = setUp();
  await authority.signIn({ email: 'a', password: 'b' });
  for (let id = 1; id <= 20; id += 1) server.on(`GET /sessions/${id}`, acceptsOnly('new'));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => session(index + 1)));
  expect(answers.every(({ isSuccess }) => isSuccess)).toBe(true);
  expect(server.count('/auth/refresh')).toBe(1);
  expect(onEnded).not.toHaveBeenCalled();
});

test('twenty parallel requests whose refresh is refused sign out once and say so', async () => {
  const { server, authority, session, onEnded } = setUp();
  await authority.signIn({ email: 'a', password: 'b' });
  server.on('POST /auth/refresh', () => ({ status: 401, body: { code: 'token_reused' } }));
  for (let id = 1; id <= 20; id += 1) server.on(`GET /sessions/${id}`, acceptsOnly('new'));
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => session(index + 1)));
  expect(answers.every(({ error }) => (error as { kind: string }).kind === 'credentials')).toBe(true);
  expect(onEnded).toHaveBeenCalledTimes(1);
});

test('a request is repeated once only: a server that refuses its own new token is an error', async () => {
  const { server, authority, session } = setUp();
  await authority.signIn({ email: 'a', password: 'b' });
  server.on('GET /sessions/1', () => ({ status: 401, body: { code: 'invalid_token' } }));
  const { error } = await session(1);
  expect(error).toMatchObject({ kind: 'credentials' });
  expect(server.count('/sessions/1')).toBe(2);
});

test('a network failure is offline, not a sign-out', async () => {
  const { server, authority, session, onEnded } = setUp();
  await authority.signIn({ email: 'a', password: 'b' });
  server.on('GET /sessions/1', () => 'network-error');
  const { error } = await session(1);
  expect(error).toEqual({ kind: 'offline' });
  expect(onEnded).not.toHaveBeenCalled();
});

test('after a start without a token the first request signs in silently', async () => {
  const { server, session } = setUp();
  server.on('GET /sessions/1', acceptsOnly('new'));
  const { data } = await session(1);
  expect(data).toEqual({ path: '/sessions/1' });
  expect(server.count('/sessions/1')).toBe(1);
});

test('an answer that is no JSON is a problem, not a crash', async () => {
  const { server, authority, session } = setUp();
  await authority.signIn({ email: 'a', password: 'b' });
  server.on('GET /sessions/1', () => ({ status: 404 }));
  expect((await session(1)).error).toMatchObject({ kind: 'not_found' });
});
