import type { Session } from '@/api';
import { attachRecording } from './attach';
import { socketInTest } from './testing/fakeSocket';

async function attaching() {
  const test = socketInTest();
  test.socket.enable();
  const outcome: { value?: unknown } = {};
  void attachRecording(test.socket, test.clock, 5, 'uploads/7/x.webm').then(
    () => (outcome.value = 'taken up'),
    (problem: unknown) => (outcome.value = problem),
  );
  await test.clock.settle();
  test.last().welcome();
  return { ...test, outcome };
}

const session = (audioKey: string | null) => ({ id: 5, audio_key: audioKey, status: 'created' }) as Session;

test('it connects, says which object is the answer, and is content with the first word on it', async () => {
  const { last, clock, outcome } = await attaching();
  expect(last().sent).toContainEqual({ type: 'audio_uri', session_id: 5, key: 'uploads/7/x.webm' });
  last().say({ type: 'session', session: session(null) });
  last().say({ type: 'status', session_id: 6, stage: 'queued', progress: 0 });
  await clock.settle();
  expect(outcome.value).toBeUndefined();
  last().say({ type: 'status', session_id: 5, stage: 'queued', progress: 0, position: 1 });
  await clock.settle();
  expect(outcome.value).toBe('taken up');
});

test('after a loss in between it says it again', async () => {
  const { last, clock, sockets, outcome } = await attaching();
  last().cut();
  await clock.advance(500);
  expect(sockets).toHaveLength(2);
  last().welcome();
  expect(last().sentTypes()).toContain('audio_uri');
  last().say({ type: 'session', session: session('uploads/7/x.webm') });
  await clock.settle();
  expect(outcome.value).toBe('taken up');
});

test('a refusal is a problem', async () => {
  const { last, clock, outcome } = await attaching();
  last().say({ type: 'error', code: 'upload_in_use', message: 'Belongs to another session.', retryable: false });
  await clock.settle();
  expect(outcome.value).toEqual({ kind: 'rule', code: 'upload_in_use', detail: 'Belongs to another session.' });
});

test('an error of the work itself means that the work was taken up', async () => {
  const { last, clock, outcome } = await attaching();
  last().say({
    type: 'error',
    code: 'undecodable',
    message: 'Not audio.',
    session_id: 5,
    stage: 'decode',
    retryable: false,
  });
  await clock.settle();
  expect(outcome.value).toBe('taken up');
});

test('silence for twenty seconds is a timeout, and nothing is watched any more', async () => {
  const { clock, outcome, last } = await attaching();
  await clock.advance(20_000);
  expect(outcome.value).toEqual({ kind: 'timeout' });
  await clock.advance(30_000);
  expect(last().closedWith).toBe(1000);
});
