import { configureStore } from '@reduxjs/toolkit';
import { api, type Feedback, type Session } from '@/api';
import { liveApi } from './liveSession';
import { applyMessage } from './messages';

const session = (status: Session['status'], extra: Partial<Session> = {}) =>
  ({ id: 5, title: 'A', status, audio_key: null, transcript: null, failure: null, ...extra }) as Session;

/** A store whose only server is one session, and whose socket remembers who is watched. */
function setUp(current: Session) {
  const watched = new Set<number>();
  const server = { session: current, /** One after the other. */ feedback: [] as Feedback[], asked: [] as string[] };
  const fetch = async (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input);
    server.asked.push(new URL(url).pathname);
    const answer = url.endsWith('/feedback') ? server.feedback.shift() : server.session;
    return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/json' } });
  };
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer },
    middleware: (getDefault) =>
      getDefault({
        thunk: {
          extraArgument: {
            api: { authority: { token: async () => ({ token: 't' }) }, fetch, serverUrl: () => 'http://server.test' },
            socket: {
              watch: (id: number) => {
                watched.add(id);
                return () => watched.delete(id);
              },
            },
          },
        },
      }).concat(api.middleware),
    enhancers: (getDefault) => getDefault({ autoBatch: false }),
  });
  reset = () => store.dispatch(api.util.resetApiState());
  const live = () => liveApi.endpoints.liveSession.select(5)(store.getState()).data;
  return { store, watched, server, live };
}

let reset = (): unknown => undefined;
afterEach(() => reset());

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('looking at a live session watches it', async () => {
  const { store, watched } = setUp(session('created'));
  const look = store.dispatch(liveApi.endpoints.liveSession.initiate(5));
  await settled();
  expect([...watched]).toEqual([5]);
  look.unsubscribe();
});

test('progress is shown while the server works and gone when it has done', async () => {
  const { store, live } = setUp(session('transcribing'));
  store.dispatch(liveApi.endpoints.liveSession.initiate(5));
  await settled();
  applyMessage(store.dispatch, { type: 'session', session: session('transcribing') });
  applyMessage(store.dispatch, { type: 'status', session_id: 5, stage: 'speech', progress: 0.4, position: null });
  expect(live()).toMatchObject({ session: { status: 'transcribing' }, progress: { stage: 'speech', progress: 0.4 } });
  applyMessage(store.dispatch, { type: 'session', session: session('transcribed') });
  expect(live()).toMatchObject({ session: { status: 'transcribed' }, progress: null });
});

test('a transcript is put where screens read it, and the session is asked how far it is', async () => {
  const { store, server, live } = setUp(session('transcribing'));
  store.dispatch(liveApi.endpoints.liveSession.initiate(5));
  await settled();
  server.session = session('transcribed', { transcript: 'I led.' });
  const words = [{ text: 'I', start_s: 0, end_s: 0.2, confidence: 0.9 }];
  applyMessage(store.dispatch, {
    type: 'transcript',
    session_id: 5,
    text: 'I led.',
    words,
    language: 'en',
    duration_s: 1,
    engine: 'test',
  });
  await settled();
  expect(api.endpoints.getTranscript.select(5)(store.getState()).data).toMatchObject({ text: 'I led.', words });
  expect(api.endpoints.getSession.select(5)(store.getState()).data).toMatchObject({ transcript: 'I led.' });
  expect(live()?.session?.status).toBe('transcribed');
});

test('feedback is put where screens read it', async () => {
  const { store, server } = setUp(session('scoring'));
  server.session = session('completed', { overall_score: 60 });
  applyMessage(store.dispatch, { type: 'feedback', session_id: 5, feedback: { status: 'ready' } as Feedback });
  await settled();
  expect(api.endpoints.getFeedback.select(5)(store.getState()).data).toEqual({ status: 'ready' });
  expect(api.endpoints.getSession.select(5)(store.getState()).data).toMatchObject({ status: 'completed' });
});

describe('a judgement that ended before the socket began to watch', () => {
  const pending = { status: 'pending' } as Feedback;
  const ready = { status: 'ready' } as Feedback;
  const feedback = (store: ReturnType<typeof setUp>['store']) =>
    api.endpoints.getFeedback.select(5)(store.getState()).data;

  test('its feedback is asked for anew, once', async () => {
    const { store, server } = setUp(session('completed'));
    server.feedback = [pending, ready];
    const look = store.dispatch(api.endpoints.getFeedback.initiate(5));
    await settled();
    expect(feedback(store)).toEqual(pending);
    applyMessage(store.dispatch, { type: 'session', session: session('completed') });
    await settled();
    expect(feedback(store)).toEqual(ready);
    const asked = server.asked.length;
    applyMessage(store.dispatch, { type: 'session', session: session('completed') });
    await settled();
    expect(server.asked).toHaveLength(asked);
    look.unsubscribe();
  });

  test('also when an answer from before is still on its way', async () => {
    const { store, server } = setUp(session('completed'));
    server.feedback = [pending, ready];
    const look = store.dispatch(api.endpoints.getFeedback.initiate(5));
    applyMessage(store.dispatch, { type: 'session', session: session('completed') });
    await settled();
    expect(feedback(store)).toEqual(ready);
    look.unsubscribe();
  });
});

test('an error of the work is shown until the work goes on', async () => {
  const { store, live } = setUp(session('failed'));
  store.dispatch(liveApi.endpoints.liveSession.initiate(5));
  await settled();
  applyMessage(store.dispatch, {
    type: 'error',
    code: 'engine_down',
    message: 'No.',
    session_id: 5,
    stage: 'speech',
    retryable: true,
    request_id: 'r-1',
  });
  await settled();
  expect(live()?.error).toEqual({
    code: 'engine_down',
    message: 'No.',
    stage: 'speech',
    retryable: true,
    requestId: 'r-1',
  });
  applyMessage(store.dispatch, { type: 'status', session_id: 5, stage: 'speech', progress: 0 });
  expect(live()?.error).toBeNull();
});
