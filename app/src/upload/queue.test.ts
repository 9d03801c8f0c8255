import type { Problem } from '@/api';
import { aTake } from '@/recording/testing/memoryTakes';
import { makeLocks, NOT_FOUND, OFFLINE, uploadWorld, type Tab } from './testing/fakeUploads';

const fault: Problem = { kind: 'server_fault', requestId: null, detail: '' };

async function started(world: ReturnType<typeof uploadWorld>) {
  const queue = world.makeQueue();
  await queue.start();
  await world.clock.settle();
  return queue;
}

/** One session, one object, one attachment, no sound left on the device, and the answer followed until it is judged. */
async function expectDeliveredOnce(world: ReturnType<typeof uploadWorld>) {
  expect(world.sessions.size).toBe(1);
  const { audioKey } = world.sessions.get(1)!;
  expect(audioKey === null ? undefined : world.objects.get(audioKey)).toBe(1_000);
  expect(await world.takes.body('take-1')).toBeNull();
  expect(world.sent).toMatchObject([{ id: 'take-1', state: 'sent', sessionId: 1 }]);
  expect(world.uploads[0]).toMatchObject({ stage: 'done', sessionId: 1 });
}

test('a take goes through its stages and leaves the device at the end', async () => {
  const world = uploadWorld([aTake()]);
  await started(world);
  expect(world.history).toEqual(['waiting', 'creating', 'presigning', 'uploading', 'confirming', 'sending', 'done']);
  await expectDeliveredOnce(world);
});

test('a finished take waits until somebody sends it', async () => {
  const world = uploadWorld([aTake({ state: 'finished' })]);
  const queue = await started(world);
  expect(world.calls).toEqual([]);
  expect(world.recovered).toMatchObject([{ id: 'take-1' }]);
  await queue.send('take-1');
  await world.clock.settle();
  expect(world.recovered).toEqual([]);
  await expectDeliveredOnce(world);
});

describe('each step may fail, and the take still arrives exactly once', () => {
  test.each(['createSession', 'presign', 'confirm', 'attach', 'getSession'] as const)('%s', async (step) => {
    const world = uploadWorld([aTake()]);
    world.failures[step] = [OFFLINE, fault, { kind: 'timeout' }];
    await started(world);
    expect(world.takes.takes.size).toBe(1);
    expect(world.uploads[0]).toMatchObject({ stage: 'waiting', reason: 'offline' });
    await world.clock.advance(60_000);
    await expectDeliveredOnce(world);
  });

  test('the upload is cut in the middle', async () => {
    const world = uploadWorld([aTake()]);
    let cut = true;
    world.onPut = () => (cut ? { status: null, arrives: false } : { status: 200, arrives: true });
    await started(world);
    expect(world.uploads[0]).toMatchObject({ stage: 'waiting', reason: 'offline' });
    cut = false;
    await world.clock.advance(60_000);
    await expectDeliveredOnce(world);
    expect(world.calls.filter((call) => call === 'presign')).toHaveLength(1);
  });

  test('the bytes arrive and only the answer is lost: 412 goes on to the confirmation', async () => {
    const world = uploadWorld([aTake()]);
    world.onPut = () => ({ status: null, arrives: true });
    await started(world);
    await world.clock.advance(60_000);
    await expectDeliveredOnce(world);
    expect(world.objects.size).toBe(1);
  });

  test('an expired URL is presigned again', async () => {
    const world = uploadWorld([aTake()]);
    let first = true;
    world.onPut = () => {
      if (!first) return { status: 200, arrives: true };
      first = false;
      return { status: 403, arrives: false };
    };
    await started(world);
    await world.clock.advance(60_000);
    await expectDeliveredOnce(world);
    expect(world.calls.filter((call) => call === 'presign')).toHaveLength(2);
  });

  test('a URL that ran out during a long wait is not tried', async () => {
    const world = uploadWorld([aTake()]);
    world.onPut = () => ({ status: null, arrives: false });
    await started(world);
    world.ownerId = null;
    await world.clock.advance(900_000);
    world.onPut = ({ url }) =>
      url.endsWith('1.webm') ? { status: 403, arrives: false } : { status: 200, arrives: true };
    world.ownerId = 7;
    world.goOnline();
    await world.clock.settle();
    await expectDeliveredOnce(world);
  });

  test('a confirmation that reads back another size is not believed', async () => {
    const world = uploadWorld([aTake()]);
    world.onPut = ({ url }) => {
      world.objects.set(new URL(url).pathname.slice(1), 3);
      return { status: 200, arrives: false };
    };
    await started(world);
    expect(world.takes.takes.size).toBe(1);
    world.onPut = () => ({ status: 200, arrives: true });
    await world.clock.advance(60_000);
    await expectDeliveredOnce(world);
  });
});

describe('a restart goes on where the last start ended', () => {
  test('before the first byte', async () => {
    const world = uploadWorld([aTake({ sessionId: 1 })]);
    world.sessions.set(1, { key: 'take-1', audioKey: null });
    await started(world);
    await expectDeliveredOnce(world);
    expect(world.calls).not.toContain('createSession');
  });

  test('after the bytes arrived, without sending them again', async () => {
    const world = uploadWorld([aTake({ sessionId: 1, objectKey: 'uploads/7/1.webm' })]);
    world.sessions.set(1, { key: 'take-1', audioKey: null });
    world.objects.set('uploads/7/1.webm', 1_000);
    await started(world);
    await expectDeliveredOnce(world);
    expect(world.calls).not.toContain('put');
  });

  test('after an upload that did not arrive, with a new URL', async () => {
    const world = uploadWorld([aTake({ sessionId: 1, objectKey: 'uploads/7/lost.webm' })]);
    world.sessions.set(1, { key: 'take-1', audioKey: null });
    await started(world);
    await expectDeliveredOnce(world);
  });

  test('after the server took it, without saying so again', async () => {
    const world = uploadWorld([aTake({ sessionId: 1, objectKey: 'uploads/7/1.webm', confirmed: true })]);
    world.sessions.set(1, { key: 'take-1', audioKey: 'uploads/7/1.webm' });
    world.objects.set('uploads/7/1.webm', 1_000);
    await started(world);
    await expectDeliveredOnce(world);
    expect(world.calls).not.toContain('attach');
  });

  test('the answer to the creation was lost: the same key finds the same session', async () => {
    const world = uploadWorld([aTake()]);
    world.sessions.set(1, { key: 'take-1', audioKey: null });
    await started(world);
    await expectDeliveredOnce(world);
  });
});

test('another attempt at an answer that was deleted meanwhile is sent as one of its own', async () => {
  const request = { ...aTake().request, attemptOf: 40 };
  const world = uploadWorld([aTake({ request })]);
  await started(world);
  await expectDeliveredOnce(world);
  expect(world.sessions.get(1)!.key).toBe('take-1-1');
  expect(world.sent).toMatchObject([{ request: { attemptOf: null } }]);
});

test('another attempt at an answer that is there stays one', async () => {
  const request = { ...aTake().request, attemptOf: 1 };
  const world = uploadWorld([aTake({ request })]);
  world.sessions.set(1, { key: 'earlier', audioKey: 'uploads/7/earlier.webm' });
  await started(world);
  expect(world.sessions.get(2)!.key).toBe('take-1');
  expect(world.sent).toMatchObject([{ sessionId: 2, request: { attemptOf: 1 } }]);
});

describe('waiting', () => {
  test('the waits grow and are cut short when the network comes back', async () => {
    const world = uploadWorld([aTake()]);
    world.failures.createSession = Array.from({ length: 5 }, () => OFFLINE);
    await started(world);
    const waits: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      const wait = world.uploads[0]!.retryAt! - world.clock.now();
      waits.push(wait);
      await world.clock.advance(wait);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    world.goOnline();
    await world.clock.settle();
    await expectDeliveredOnce(world);
  });

  test('a server that names its wait is given it, and a new network does not shorten it', async () => {
    const world = uploadWorld([aTake()]);
    world.failures.presign = [{ kind: 'rate_limited', retryAfterMs: 30_000, detail: '' }];
    await started(world);
    expect(world.uploads[0]).toMatchObject({ stage: 'waiting', reason: 'rate_limited' });
    world.goOnline();
    await world.clock.advance(29_000);
    expect(world.takes.takes.size).toBe(1);
    await world.clock.advance(1_000);
    await expectDeliveredOnce(world);
  });

  test('a sign-in that ended is waited for', async () => {
    const world = uploadWorld([aTake()]);
    world.failures.presign = [{ kind: 'credentials', code: 'unauthenticated', detail: '' }];
    const queue = await started(world);
    expect(world.uploads[0]).toMatchObject({ stage: 'waiting', reason: 'signed_out', retryAt: null });
    await world.clock.advance(3_600_000);
    expect(world.takes.takes.size).toBe(1);
    await queue.wake();
    await world.clock.settle();
    await expectDeliveredOnce(world);
  });

  test('nothing of another user is sent or shown', async () => {
    const world = uploadWorld([aTake({ ownerId: 8 }), aTake({ id: 'recovered', ownerId: 8, state: 'recovered' })]);
    await started(world);
    expect(world.calls).toEqual([]);
    expect(world.uploads).toEqual([]);
    expect(world.recovered).toEqual([]);
  });
});

describe('what a person has to decide', () => {
  test('a refusal that will not pass by itself is shown, and the take stays', async () => {
    const world = uploadWorld([aTake()]);
    world.failures.presign = [{ kind: 'too_large', detail: 'Too large.' }];
    const queue = await started(world);
    await world.clock.advance(3_600_000);
    expect(world.uploads[0]).toMatchObject({ stage: 'failed', problem: { kind: 'too_large' } });
    expect(world.takes.takes.size).toBe(1);
    await queue.retry('take-1');
    await world.clock.settle();
    await expectDeliveredOnce(world);
  });

  test('a session that was deleted meanwhile: trying again makes another one under another key', async () => {
    const world = uploadWorld([aTake({ sessionId: 40 })]);
    const queue = await started(world);
    expect(world.uploads[0]).toMatchObject({ stage: 'failed', problem: NOT_FOUND });
    await queue.retry('take-1');
    await world.clock.settle();
    await expectDeliveredOnce(world);
    expect(world.sessions.get(1)!.key).toBe('take-1-1');
  });

  test('discarding deletes the bytes here and the empty session there', async () => {
    const world = uploadWorld([aTake({ sessionId: 1 })]);
    world.sessions.set(1, { key: 'take-1', audioKey: null });
    world.failures.presign = [{ kind: 'too_large', detail: '' }];
    const queue = await started(world);
    await queue.discard('take-1');
    expect(world.takes.takes.size).toBe(0);
    expect(world.abandoned).toEqual([1]);
    expect(world.uploads).toEqual([]);
  });

  test('one take that fails does not hold up the others', async () => {
    const world = uploadWorld([aTake(), aTake({ id: 'take-2', createdAt: 2_000 })]);
    world.failures.createSession = [{ kind: 'validation', fields: {}, detail: '' }];
    await started(world);
    expect(world.uploads.map(({ takeId, stage }) => [takeId, stage])).toEqual([
      ['take-1', 'failed'],
      ['take-2', 'done'],
    ]);
  });
});

describe('a store that fails for a moment', () => {
  const broken = () => Promise.reject(new DOMException('not now', 'UnknownError'));

  test('at the start: the queue delivers all the same, and the recorder is free', async () => {
    const world = uploadWorld([aTake()]);
    jest.spyOn(world.takes, 'list').mockImplementationOnce(broken).mockImplementationOnce(broken);
    const newTab = makeLocks();
    await world.makeQueue(newTab()).start();
    await world.clock.settle();
    await expectDeliveredOnce(world);
    expect(await newTab().hold('greenroom-recorder')).not.toBeNull();
  });

  test('in its turn: it is said, and a person can try again', async () => {
    const world = uploadWorld([aTake()]);
    jest.spyOn(world.takes, 'get').mockImplementationOnce(broken);
    const queue = await started(world);
    expect(world.uploads).toMatchObject([{ stage: 'failed', problem: { kind: 'unexpected', detail: 'not now' } }]);
    expect(world.takes.takes.size).toBe(1);
    await queue.retry('take-1');
    await world.clock.settle();
    await expectDeliveredOnce(world);
  });

  test('after the delivery: it stays delivered', async () => {
    const world = uploadWorld([aTake()]);
    const markSent = world.takes.markSent;
    world.takes.markSent = async (id) => {
      await markSent(id);
      jest.spyOn(world.takes, 'list').mockImplementationOnce(broken);
    };
    await started(world);
    expect(world.uploads).toMatchObject([{ stage: 'done' }]);
  });
});

describe('two tabs', () => {
  test('one delivers, the other shows it; when the first is closed the second takes over', async () => {
    const world = uploadWorld();
    const newTab = makeLocks();
    const first = world.makeQueue(newTab());
    const second = world.makeQueue(newTab());
    await first.start();
    await second.start();
    await world.clock.settle();

    world.takes.takes.set('take-1', aTake({ state: 'finished' }));
    await second.send('take-1');
    await world.clock.settle();
    await expectDeliveredOnce(world);
    expect(world.calls.filter((call) => call === 'put')).toHaveLength(1);

    first.stop();
    world.takes.takes.set('take-2', aTake({ id: 'take-2', state: 'finished' }));
    await second.send('take-2');
    await world.clock.settle();
    expect(world.sessions.size).toBe(2);
    expect(world.sent.map(({ id }) => id)).toEqual(['take-1', 'take-2']);
  });

  test('a tab in which nobody is signed in leaves the uploads to the one in which somebody is', async () => {
    const world = uploadWorld();
    const newTab = makeLocks();
    const welcome: Tab = { ownerId: null, uploads: [] };
    await world.makeQueue(newTab(), welcome).start();
    const queue = world.makeQueue(newTab());
    await queue.start();
    world.takes.takes.set('take-1', aTake({ state: 'finished' }));
    await queue.send('take-1');
    await world.clock.settle();
    await expectDeliveredOnce(world);
    expect(welcome.uploads).toEqual([]);
  });

  test('each of two users has uploads of their own', async () => {
    const world = uploadWorld([aTake({ id: 'other', ownerId: 8 })]);
    const newTab = makeLocks();
    const other: Tab = { ownerId: 8, uploads: [] };
    world.failures.createSession = [{ kind: 'too_large', detail: '' }];
    await world.makeQueue(newTab(), other).start();
    await world.clock.settle();
    const queue = world.makeQueue(newTab());
    await queue.start();
    world.takes.takes.set('take-1', aTake({ state: 'finished' }));
    await queue.send('take-1');
    await world.clock.settle();
    expect(world.uploads).toMatchObject([{ takeId: 'take-1', stage: 'done' }]);
    expect(other.uploads).toMatchObject([{ takeId: 'other', stage: 'failed' }]);
  });

  test('signing in begins to deliver, and signing out leaves it to the other tab', async () => {
    const world = uploadWorld();
    const newTab = makeLocks();
    world.ownerId = null;
    const first = world.makeQueue(newTab());
    await first.start();
    const other: Tab = { ownerId: 7, uploads: [] };
    world.ownerId = 7;
    await first.wake();
    const second = world.makeQueue(newTab(), other);
    await second.start();
    await world.clock.settle();
    world.onPut = () => ({ status: null, arrives: false });
    world.takes.takes.set('take-1', aTake({ state: 'finished' }));
    await first.send('take-1');
    await world.clock.settle();
    expect(world.uploads).toMatchObject([{ stage: 'waiting', reason: 'offline' }]);

    world.onPut = () => ({ status: 200, arrives: true });
    world.ownerId = null;
    await first.wake();
    await world.clock.settle();
    expect(world.uploads).toEqual([]);
    expect(other.uploads).toMatchObject([{ takeId: 'take-1', stage: 'done' }]);
    expect(world.calls.filter((call) => call === 'createSession')).toHaveLength(1);
  });

  test('a tab that gives up waiting for its turn is passed over', async () => {
    const world = uploadWorld();
    const newTab = makeLocks();
    const tabs: Tab[] = [7, 7, 7].map((ownerId) => ({ ownerId, uploads: [] }));
    const queues = tabs.map((tab) => world.makeQueue(newTab(), tab));
    for (const queue of queues) await queue.start();
    tabs[1]!.ownerId = 8;
    await queues[1]!.wake();
    queues[0]!.stop();
    world.takes.takes.set('take-1', aTake({ state: 'finished' }));
    await queues[2]!.send('take-1');
    await world.clock.settle();
    expect(tabs[2]!.uploads).toMatchObject([{ takeId: 'take-1', stage: 'done' }]);
    expect(tabs[1]!.uploads).toEqual([]);
  });

  test('a take that another tab is recording just now was not left behind', async () => {
    const world = uploadWorld([aTake({ state: 'recording' })]);
    const newTab = makeLocks();
    const release = await newTab().hold('greenroom-recorder');
    await world.makeQueue(newTab()).start();
    expect(world.takes.takes.get('take-1')!.state).toBe('recording');
    release?.();
    await world.makeQueue(newTab()).start();
    expect(world.takes.takes.get('take-1')!.state).toBe('recovered');
  });
});
