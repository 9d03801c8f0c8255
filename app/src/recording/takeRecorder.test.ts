import { fakeClock } from '@/lib/testing/fakeClock';
import { fakeRandom } from '@/lib/testing/fakeRandom';
import { recoverTakes } from './recovery';
import { StorageFull } from './take.types';
import { aTake, memoryTakes } from './testing/memoryTakes';
import { fakeRecorder } from './testing/fakeRecorder';
import { TakeRecorder } from './takeRecorder';

const request = { title: 'A question', question: 'Why?', competency: null, attemptOf: null, captions: true };

function setUp() {
  const recorder = fakeRecorder();
  const takes = memoryTakes();
  const clock = fakeClock();
  const told = { started: 0, ended: 0, cancelled: [] as string[], samples: 0 };
  const take = new TakeRecorder({
    recorder,
    takes,
    clock,
    random: fakeRandom(),
    ownerId: () => 7,
    onStarted: () => void (told.started += 1),
    onEnded: () => void (told.ended += 1),
    onCancelled: ({ id }) => told.cancelled.push(id),
    onPcm: (samples) => void (told.samples += samples.length),
  });
  const begin = async () => {
    await take.prepare();
    const id = await take.start(request);
    if (id === null) throw new Error('the recording did not start');
    return id;
  };
  return { recorder, takes, clock, take, told, begin };
}

test('each second is in the store as it comes, under the user who speaks', async () => {
  const { recorder, takes, clock, take, begin } = setUp();
  const id = await begin();
  await clock.advance(1_000);
  recorder.speak(8_000);
  await clock.advance(1_000);
  recorder.speak(8_000);
  await clock.settle();
  expect(takes.takes.get(id)).toMatchObject({
    ownerId: 7,
    state: 'recording',
    size: 16_000,
    durationMs: 2_000,
    mimeType: 'audio/webm',
    extension: 'webm',
  });
  expect(take.getState().phase).toBe('recording');
});

test('stopping gives the whole take and lets the microphone go', async () => {
  const { recorder, takes, clock, take, told, begin } = setUp();
  const id = await begin();
  recorder.speak(8_000);
  await clock.advance(61_000);
  const whole = await take.stop();
  expect(whole).toMatchObject({ id, state: 'finished', durationMs: 61_000, size: 8_000 });
  expect(recorder.calls).toEqual(['open', 'start', 'stop', 'close']);
  expect(take.getState().phase).toBe('idle');
  expect(takes.takes.size).toBe(1);
  expect(told).toMatchObject({ started: 1, ended: 1 });
});

test('stopping twice stops once', async () => {
  const { recorder, take, begin } = setUp();
  await begin();
  recorder.speak(1);
  const [first, second] = await Promise.all([take.stop(), take.stop()]);
  expect(first).toBe(second);
  expect(recorder.calls.filter((call) => call === 'stop')).toHaveLength(1);
});

test('cancelling leaves nothing on the device and says which take it was', async () => {
  const { recorder, takes, take, told, begin } = setUp();
  const id = await begin();
  recorder.speak(8_000);
  await take.cancel();
  expect(takes.takes.size).toBe(0);
  expect(told.cancelled).toEqual([id]);
  expect(take.getState().phase).toBe('idle');
});

test.each([
  'no_microphone',
  'permission_refused',
  'permission_blocked',
  'microphone_busy',
  'insecure_page',
  'other_tab',
  'unsupported',
] as const)('a microphone that does not open (%s) is said, and another try may succeed', async (problem) => {
  const { recorder, take } = setUp();
  recorder.failNext = problem;
  await take.prepare();
  expect(take.getState()).toMatchObject({ phase: 'failed', problem });
  await take.prepare();
  expect(take.getState().phase).toBe('ready');
});

test('a device without room refuses before anything is spoken', async () => {
  const { takes, take, recorder } = setUp();
  takes.freeBytes = 0;
  await take.prepare();
  expect(await take.start(request)).toBeNull();
  expect(take.getState()).toMatchObject({ phase: 'failed', problem: 'storage_full' });
  expect(recorder.calls).not.toContain('start');
});

test('a device that fills up while somebody speaks keeps what was said until then', async () => {
  const { recorder, takes, clock, take, begin } = setUp();
  const id = await begin();
  takes.freeBytes = 10_000;
  recorder.speak(8_000);
  recorder.speak(8_000);
  recorder.speak(1_000);
  await clock.settle();
  expect(take.getState()).toMatchObject({ phase: 'interrupted', interruption: 'storage_full', canResume: false });
  const kept = await take.stop();
  expect(kept).toMatchObject({ id, size: 8_000, state: 'finished' });
});

test('a full device that refuses also the last word on the take is said to be full, and the take stays', async () => {
  const { recorder, takes, clock, take, begin } = setUp();
  const id = await begin();
  recorder.speak(8_000);
  await clock.settle();
  takes.freeBytes = 0;
  recorder.speak(8_000);
  await clock.settle();
  takes.update = async () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  await expect(take.stop()).rejects.toMatchObject({ problem: 'storage_full' });
  expect(take.getState()).toMatchObject({ phase: 'failed', problem: 'storage_full' });
  expect(takes.takes.get(id)).toMatchObject({ size: 8_000 });
});

test('a take whose card can not be written stands still at once, and does not pretend to be kept', async () => {
  const { clock, takes, take, begin } = setUp();
  takes.update = async () => {
    throw new StorageFull();
  };
  await begin();
  await clock.settle();
  expect(take.getState()).toMatchObject({ phase: 'interrupted', interruption: 'storage_full', canResume: false });
});

test('a recorder that fails to start leaves no empty take', async () => {
  const { recorder, takes, take } = setUp();
  await take.prepare();
  recorder.failNext = 'microphone_busy';
  expect(await take.start(request)).toBeNull();
  expect(takes.takes.size).toBe(0);
  expect(take.getState()).toMatchObject({ phase: 'failed', problem: 'microphone_busy' });
});

test('silence of the device itself is no take', async () => {
  const { takes, take, begin } = setUp();
  await begin();
  await expect(take.stop()).rejects.toMatchObject({ problem: 'nothing_recorded' });
  expect(takes.takes.size).toBe(0);
});

test('a call interrupts; going on fails while the call lasts and works after it', async () => {
  const { recorder, clock, take, begin } = setUp();
  await begin();
  await clock.advance(5_000);
  recorder.say({ type: 'interrupted', by: 'call', canResume: true });
  expect(take.getState()).toMatchObject({ phase: 'interrupted', interruption: 'call', recordedMs: 5_000 });
  recorder.failNext = 'microphone_busy';
  await take.resume();
  expect(take.getState().phase).toBe('interrupted');
  await take.resume();
  expect(take.getState()).toMatchObject({ phase: 'recording', interruption: null });
});

test('a microphone that is gone for good leaves stopping', async () => {
  const { recorder, take, begin } = setUp();
  await begin();
  recorder.speak(100);
  take.pause();
  recorder.failNext = 'no_microphone';
  await take.resume();
  expect(take.getState()).toMatchObject({ phase: 'interrupted', interruption: 'microphone_lost', canResume: false });
  expect(await take.stop()).toMatchObject({ size: 100 });
});

test('a recorder that breaks while stopping keeps what was written', async () => {
  const { recorder, takes, take, begin } = setUp();
  const id = await begin();
  recorder.speak(500);
  recorder.failNext = 'unknown';
  await expect(take.stop()).rejects.toMatchObject({ problem: 'unknown' });
  expect(takes.takes.get(id)).toMatchObject({ state: 'finished', size: 500 });
});

test('a screen that goes away while the browser asks for permission leaves no open microphone', async () => {
  const { recorder, take } = setUp();
  const preparing = take.prepare();
  take.release();
  await preparing;
  expect(take.getState().phase).toBe('idle');
  expect(recorder.calls.at(-1)).toBe('close');
});

test('leaving the screen does not end a take', async () => {
  const { recorder, take, begin } = setUp();
  await begin();
  take.release();
  expect(take.getState().phase).toBe('recording');
  expect(recorder.calls).not.toContain('close');
});

test('levels and samples are passed on', async () => {
  const { recorder, take, told, begin } = setUp();
  await begin();
  const heard: number[] = [];
  take.subscribeLevel(() => heard.push(take.getLevel()));
  recorder.say({ type: 'level', level: 0.4 });
  recorder.say({ type: 'pcm', samples: new Int16Array(1_600), sampleRate: 16_000 });
  expect(heard).toEqual([0.4]);
  expect(told.samples).toBe(1_600);
});

describe('recovery', () => {
  test('takes that nobody finished are found again; queued ones are the queue’s; empty ones go', async () => {
    const takes = memoryTakes([
      aTake({ id: 'cut', state: 'recording' }),
      aTake({ id: 'stopped', state: 'finished' }),
      aTake({ id: 'sent', state: 'queued' }),
      aTake({ id: 'empty', state: 'recording', size: 0 }),
    ]);
    const recovered = await recoverTakes(takes);
    expect(recovered.map(({ id }) => id)).toEqual(['cut', 'stopped']);
    expect([...takes.takes.values()].map(({ id, state }) => [id, state])).toEqual([
      ['cut', 'recovered'],
      ['stopped', 'recovered'],
      ['sent', 'queued'],
    ]);
  });
});
