import { Captions } from './captions';
import { socketInTest } from './testing/fakeSocket';

async function captioning() {
  const test = socketInTest();
  const captions = new Captions(test.socket);
  test.socket.listen((message) => captions.receive(message));
  test.socket.enable();
  captions.start(5);
  await test.clock.settle();
  return { ...test, captions };
}

const samples = Int16Array.from([1, -2, 300]);

test('samples that come before the connection are dropped; then the format is said once, before the first of them', async () => {
  const { captions, last } = await captioning();
  captions.push(samples, 16_000);
  last().welcome();
  captions.push(samples, 16_000);
  captions.push(samples, 16_000);
  expect(last().sentTypes()).toEqual(['auth', 'audio_start', 'binary', 'binary']);
  expect(last().sent[1]).toEqual({ type: 'audio_start', session_id: 5, encoding: 'pcm_s16le', sample_rate: 16_000 });
  expect(new Int16Array(last().sent[2] as ArrayBuffer)).toEqual(samples);
});

test('what is heard is shown with how much of it is settled', async () => {
  const { captions, last } = await captioning();
  last().welcome();
  captions.push(samples, 16_000);
  last().say({ type: 'partial', session_id: 5, text: 'I led the team', stable: 5 });
  expect(captions.getState()).toEqual({ state: 'live', text: 'I led the team', stable: 5 });
  last().say({ type: 'partial', session_id: 6, text: 'another session', stable: 0 });
  expect(captions.getState().text).toBe('I led the team');
});

test('a server without captions says so, and no more is sent', async () => {
  const { captions, last } = await captioning();
  last().welcome();
  captions.push(samples, 16_000);
  last().say({ type: 'error', code: 'captions_unavailable', message: 'Not with this engine.', retryable: false });
  const before = last().sent.length;
  captions.push(samples, 16_000);
  expect(captions.getState().state).toBe('unavailable');
  expect(last().sent).toHaveLength(before);
});

test('an error of this session that is no part of the work ends the captions only', async () => {
  const { captions, last } = await captioning();
  last().welcome();
  captions.push(samples, 16_000);
  last().say({ type: 'error', code: 'engine', message: 'No.', session_id: 5, stage: 'speech', retryable: true });
  expect(captions.getState().state).toBe('waiting');
  last().say({ type: 'error', code: 'unavailable', message: 'No.', session_id: 5, stage: null, retryable: true });
  expect(captions.getState().state).toBe('unavailable');
});

test('a new connection hears the format again', async () => {
  const { captions, last, clock } = await captioning();
  last().welcome();
  captions.push(samples, 16_000);
  last().cut();
  captions.push(samples, 16_000);
  await clock.advance(500);
  last().welcome();
  captions.push(samples, 16_000);
  expect(last().sentTypes()).toEqual(['auth', 'audio_start', 'binary']);
});

test('the end is said, and the connection is not needed any more', async () => {
  const { captions, last, clock } = await captioning();
  last().welcome();
  captions.push(samples, 16_000);
  captions.end();
  expect(last().sentTypes().at(-1)).toBe('audio_end');
  expect(captions.getState().state).toBe('off');
  await clock.advance(30_000);
  expect(last().closedWith).toBe(1000);
});
