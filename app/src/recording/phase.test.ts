import { elapsedMs, IDLE, nextState, type RecordingEvent } from './phase';

const after = (...events: RecordingEvent[]) => events.reduce(nextState, IDLE);
const recording: RecordingEvent[] = [
  { type: 'preparing' },
  { type: 'opened' },
  { type: 'started', takeId: 't', at: 1_000 },
];

test('a recording goes through its phases, and pauses do not count', () => {
  const paused = after(...recording, { type: 'paused', at: 4_000 });
  expect(paused).toMatchObject({ phase: 'paused', recordedMs: 3_000, canResume: true });
  expect(elapsedMs(paused, 60_000)).toBe(3_000);
  const resumed = nextState(paused, { type: 'resumed', at: 60_000 });
  expect(elapsedMs(resumed, 62_500)).toBe(5_500);
  expect(nextState(resumed, { type: 'stopping', at: 63_000 })).toMatchObject({ phase: 'saving', recordedMs: 6_000 });
});

test('an interruption stops the clock and says whether going on is possible', () => {
  const call = after(...recording, { type: 'interrupted', by: 'call', canResume: true, at: 2_000 });
  expect(call).toMatchObject({ phase: 'interrupted', interruption: 'call', recordedMs: 1_000 });
  expect(nextState(call, { type: 'resumed', at: 9_000 })).toMatchObject({ phase: 'recording', interruption: null });
  const lost = after(...recording, { type: 'interrupted', by: 'microphone_lost', canResume: false, at: 2_000 });
  expect(nextState(lost, { type: 'resumed', at: 9_000 })).toBe(lost);
});

test('what comes too late changes nothing', () => {
  const saving = after(...recording, { type: 'stopping', at: 5_000 });
  expect(nextState(saving, { type: 'interrupted', by: 'microphone_lost', canResume: false, at: 5_100 })).toBe(saving);
  expect(nextState(saving, { type: 'paused', at: 5_100 })).toBe(saving);
  expect(nextState(IDLE, { type: 'opened' })).toBe(IDLE);
  expect(nextState(IDLE, { type: 'started', takeId: 't', at: 1 })).toBe(IDLE);
  const running = after(...recording);
  expect(nextState(running, { type: 'preparing' })).toBe(running);
});

test('a wall clock that is set back takes no recorded time away', () => {
  expect(elapsedMs(after(...recording), 500)).toBe(0);
});
