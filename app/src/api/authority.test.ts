import { fakeClock } from '@/lib/testing/fakeClock';
import type { Exclusive } from '@/lib/exclusive.types';
import { Authority } from './authority';
import type { RefreshTokenPlace } from './refreshToken.types';
import { fakeServer, granted, ORIGIN, USER } from './testing/fakeServer';

const alone: Exclusive = { run: (_name, work) => work(), hold: async () => () => {}, whenFree: async () => () => {} };

function phonePlace(initial: string | null): RefreshTokenPlace & { token: string | null } {
  const place = {
    inCookie: false,
    token: initial,
    read: async () => place.token,
    write: async (token: string) => void (place.token = token),
    clear: async () => void (place.token = null),
  };
  return place;
}

const cookiePlace: RefreshTokenPlace = {
  inCookie: true,
  read: async () => null,
  write: async () => {},
  clear: async () => {},
};

function setUp(place: RefreshTokenPlace = phonePlace('r0')) {
  const server = fakeServer();
  const clock = fakeClock();
  const onEnded = jest.fn();
  const onUser = jest.fn();
  const authority = new Authority({
    fetch: server.fetch,
    clock,
    exclusive: alone,
    place,
    serverUrl: () => ORIGIN,
    onEnded,
    onUser,
  });
  return { server, clock, authority, onEnded, onUser, place };
}

test('twenty callers with a spent token cause one refresh and get the same new token', async () => {
  const { server, authority } = setUp();
  server.on('POST /auth/login', () => ({ status: 200, body: granted('a1') }));
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a2') }));
  await authority.signIn({ email: 'ada@example.test', password: 'correct horse' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => authority.renew('a1')));
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ token: 'a2' })));
  expect(server.count('/auth/refresh')).toBe(1);
});

test('a caller who comes late with the old token gets the new one without another refresh', async () => {
  const { server, authority } = setUp();
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a2') }));
  await authority.renew('a1');
  expect(await authority.renew('a1')).toEqual({ token: 'a2' });
  expect(server.count('/auth/refresh')).toBe(1);
});

test('a refused refresh signs out once, whoever asked and however often', async () => {
  const { server, authority, onEnded, place } = setUp();
  server.on('POST /auth/refresh', () => ({ status: 401, body: { code: 'token_reused' } }));
  await Promise.all(Array.from({ length: 20 }, () => authority.renew('a1')));
  const after = await authority.renew('a1');
  expect(after).toMatchObject({ ended: true, problem: { kind: 'credentials' } });
  expect(onEnded).toHaveBeenCalledTimes(1);
  expect(server.count('/auth/refresh')).toBe(1);
  expect(await place.read()).toBeNull();
});

test.each([
  ['no network', 'network-error' as const, { kind: 'offline' }],
  ['a server fault', { status: 500 }, { kind: 'server_fault' }],
  ['a dependency that is down', { status: 503 }, { kind: 'unavailable' }],
  ['a rate limit', { status: 429, headers: { 'retry-after': '3' } }, { kind: 'rate_limited' }],
])('%s during a refresh signs nobody out, and the next try may succeed', async (_name, answer, problem) => {
  const { server, authority, onEnded } = setUp();
  server.on('POST /auth/refresh', () => answer);
  expect(await authority.token()).toMatchObject({ ended: false, problem });
  expect(onEnded).not.toHaveBeenCalled();
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a2') }));
  expect(await authority.token()).toEqual({ token: 'a2' });
});

test('a refresh that is never answered ends after twenty seconds', async () => {
  const { server, authority, clock, onEnded } = setUp();
  server.on('POST /auth/refresh', () => 'never');
  const waiting = authority.token();
  await clock.settle();
  await clock.advance(20_000);
  expect(await waiting).toMatchObject({ ended: false, problem: { kind: 'timeout' } });
  expect(onEnded).not.toHaveBeenCalled();
});

test('a token about to end is renewed before it is used', async () => {
  const { server, authority, clock } = setUp();
  server.on('POST /auth/login', () => ({ status: 200, body: granted('a1') }));
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a2') }));
  await authority.signIn({ email: 'ada@example.test', password: 'correct horse' });
  await clock.advance(1_769_000);
  expect(await authority.token()).toEqual({ token: 'a1' });
  await clock.advance(1_000);
  expect(await authority.token()).toEqual({ token: 'a2' });
});

test('on a phone the refresh token goes in the body and its successor is stored before the access token is handed out', async () => {
  const place = phonePlace('r0');
  const { server, authority } = setUp(place);
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a1', 'r1') }));
  await authority.token();
  expect(server.asked[0]!.body).toEqual({ refresh_token: 'r0' });
  expect(server.asked[0]!.headers.get('x-greenroom-client')).toBeNull();
  expect(place.token).toBe('r1');
});

test('on the web the cookie is the refresh token: the header says so and the body is empty', async () => {
  const { server, authority } = setUp(cookiePlace);
  server.on('POST /auth/refresh', () => ({ status: 200, body: granted('a1', null) }));
  expect(await authority.token()).toEqual({ token: 'a1' });
  expect(server.asked[0]!.headers.get('x-greenroom-client')).toBe('web');
  expect(server.asked[0]!.body).toEqual({});
});

test('without a refresh token on the phone there is nothing to ask the server', async () => {
  const { server, authority, onEnded } = setUp(phonePlace(null));
  expect(await authority.token()).toMatchObject({ ended: true });
  expect(onEnded).toHaveBeenCalledTimes(1);
  expect(server.asked).toHaveLength(0);
});

test('an answer to a refresh that comes after the sign-out changes nothing', async () => {
  const place = phonePlace('r0');
  const { server, authority } = setUp(place);
  let answerRefresh: (answer: { status: number; body: unknown }) => void = () => {};
  server.on('POST /auth/refresh', () => new Promise((resolve) => (answerRefresh = resolve)));
  const waiting = authority.token();
  await fakeClock().settle();
  authority.forget();
  await place.clear();
  answerRefresh({ status: 200, body: granted('a9', 'r9') });
  expect(await waiting).toMatchObject({ ended: true });
  expect(place.token).toBeNull();
  expect(await authority.renew('a9')).toMatchObject({ ended: true });
});

test('signing out tells the server, forgets the tokens, and works without a network too', async () => {
  const place = phonePlace('r0');
  const { server, authority } = setUp(place);
  server.on('POST /auth/login', () => ({ status: 200, body: granted('a1', 'r1') }));
  await authority.signIn({ email: 'ada@example.test', password: 'correct horse' });
  server.on('POST /auth/logout', () => 'network-error');
  await authority.signOut();
  expect(server.asked.at(-1)!.headers.get('authorization')).toBe('Bearer a1');
  expect(place.token).toBeNull();
  expect(await authority.token()).toMatchObject({ ended: true });
});

test('a wrong password is a problem and changes nothing', async () => {
  const { server, authority, onEnded } = setUp();
  server.on('POST /auth/login', () => ({ status: 401, body: { code: 'invalid_credentials', detail: 'No.' } }));
  expect(await authority.signIn({ email: 'ada@example.test', password: 'wrong' })).toEqual({
    problem: { kind: 'credentials', code: 'invalid_credentials', detail: 'No.' },
  });
  expect(onEnded).not.toHaveBeenCalled();
});

test('a refresh tells whose token came: another tab may have signed in as somebody else', async () => {
  const { server, authority, onUser } = setUp(cookiePlace);
  const other = { ...USER, id: 8 };
  server.on('POST /auth/refresh', () => ({ status: 200, body: { ...granted('a1', null), user: other } }));
  await authority.token();
  expect(onUser).toHaveBeenCalledWith(other);
});
