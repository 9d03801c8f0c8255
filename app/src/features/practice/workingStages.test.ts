import { workingStages, type Known } from './workingStages';

const states = (known: Known) =>
  workingStages(known)
    .map(({ state }) => state)
    .join(' ');
const now = (known: Known) => workingStages(known).find(({ state }) => state === 'now');

const session = (status: 'created' | 'transcribing' | 'transcribed' | 'scoring' | 'completed') => ({
  status,
  failure: null,
});

it('begins with the upload of a take that is safe on the device', () => {
  expect(states({ sending: { stage: 'uploading', progress: 0.4 } })).toBe('done now next next next');
  expect(now({ sending: { stage: 'uploading', progress: 0.4 } })).toMatchObject({ key: 'upload', progress: 0.4 });
  expect(now({ sending: { stage: 'waiting', progress: 0.4 } })).toMatchObject({ key: 'upload', progress: null });
});

it('waits for the recording of a session that was only begun', () => {
  expect(now({ session: session('created') })).toMatchObject({ key: 'upload', progress: null });
  expect(now({ session: { ...session('created'), audio_key: 'uploads/1/a.webm' } })).toMatchObject({ key: 'queue' });
});

it('shows the server’s own stage and its progress', () => {
  const status = session('transcribing');
  expect(now({ session: status, progress: { stage: 'queued', progress: 0, position: 3 } })).toMatchObject({
    key: 'queue',
  });
  expect(now({ session: status, progress: { stage: 'fetch', progress: 1, position: null } })).toMatchObject({
    key: 'speech',
    progress: null,
  });
  expect(now({ session: status, progress: { stage: 'speech', progress: 0.7, position: null } })).toMatchObject({
    key: 'speech',
    progress: 0.7,
  });
});

it('does not take the progress of an earlier stage for that of the coach', () => {
  expect(
    now({ session: session('scoring'), progress: { stage: 'speech', progress: 1, position: null } }),
  ).toMatchObject({ key: 'coach', progress: null });
});

it('marks the stage that failed', () => {
  const failed = (stage: 'decode' | 'coach') => ({
    status: 'failed' as const,
    failure: { stage, code: 'x', message: 'x', retryable: true },
  });
  expect(states({ session: failed('decode') })).toBe('done done done failed next');
  expect(states({ session: failed('coach') })).toBe('done done done done failed');
  expect(states({ sending: { stage: 'failed', progress: 0 } })).toBe('done failed next next next');
});

it('ends with everything done', () => {
  expect(states({ sending: { stage: 'done', progress: 1 }, session: session('completed') })).toBe(
    'done done done done done',
  );
});
