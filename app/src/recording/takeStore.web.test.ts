/** @jest-environment node */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { deleteDB, openDB } from 'idb';
import { aTake } from './testing/memoryTakes';
import { createTakeStore } from './takeStore.web';

beforeEach(() => {
  indexedDB = new IDBFactory();
});

const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
const open = () => createTakeStore('test');
const contents = async (store: ReturnType<typeof open>, id: string) => {
  const body = await store.body(id);
  if (!(body instanceof Blob)) throw new Error('no bytes');
  return { type: body.type, bytes: [...new Uint8Array(await body.arrayBuffer())] };
};

test('what was written before a crash is there in the next start, in its order', async () => {
  const before = open();
  await before.create(aTake({ id: 't', state: 'recording', size: 0 }));
  await before.write('t', { kind: 'chunk', bytes: bytes(1, 2) }, 1_000);
  await before.write('t', { kind: 'chunk', bytes: bytes(3) }, 2_000);
  const after = open();
  expect(await after.get('t')).toMatchObject({ state: 'recording', size: 3, durationMs: 2_000 });
  expect(await contents(after, 't')).toEqual({ type: 'audio/webm', bytes: [1, 2, 3] });
});

test('chunks written without waiting keep their order', async () => {
  const store = open();
  await store.create(aTake({ id: 't', size: 0 }));
  await Promise.all([1, 2, 3, 4].map((value) => store.write('t', { kind: 'chunk', bytes: bytes(value) }, value)));
  expect((await contents(store, 't')).bytes).toEqual([1, 2, 3, 4]);
  expect(await store.get('t')).toMatchObject({ size: 4 });
});

test('a change of the delivery and a chunk that come together both count', async () => {
  const store = open();
  await store.create(aTake({ id: 't', size: 0 }));
  await Promise.all([
    store.write('t', { kind: 'chunk', bytes: bytes(1) }, 1),
    store.update('t', { sessionId: 5 }),
    store.write('t', { kind: 'chunk', bytes: bytes(2) }, 2),
  ]);
  expect(await store.get('t')).toMatchObject({ size: 2, sessionId: 5 });
});

test('takes come oldest first, and one that is removed takes its bytes with it', async () => {
  const store = open();
  await store.create(aTake({ id: 'b', createdAt: 2, size: 0 }));
  await store.create(aTake({ id: 'a', createdAt: 1, size: 0 }));
  await store.write('a', { kind: 'chunk', bytes: bytes(1) }, 1);
  await store.write('b', { kind: 'chunk', bytes: bytes(2) }, 1);
  expect((await store.list()).map(({ id }) => id)).toEqual(['a', 'b']);
  await store.remove('a');
  expect(await store.get('a')).toBeNull();
  expect(await store.body('a')).toBeNull();
  await store.create(aTake({ id: 'a', size: 0 }));
  expect((await contents(store, 'a')).bytes).toEqual([]);
  expect((await contents(store, 'b')).bytes).toEqual([2]);
});

test('of a take that the server has only the card stays', async () => {
  const store = open();
  await store.create(aTake({ id: 't', size: 0, sessionId: 5 }));
  await store.write('t', { kind: 'chunk', bytes: bytes(1) }, 1);
  await store.markSent('t');
  expect(await store.get('t')).toMatchObject({ state: 'sent', sessionId: 5 });
  expect(await store.body('t')).toBeNull();
  await store.update('t', { state: 'queued' });
  expect((await contents(store, 't')).bytes).toEqual([]);
});

test('a change of a take that is gone changes nothing and says so', async () => {
  const store = open();
  expect(await store.update('gone', { state: 'queued' })).toBeNull();
  await store.write('gone', { kind: 'chunk', bytes: bytes(1) }, 1);
  expect(await store.list()).toEqual([]);
});

test('a full disk is said as such', async () => {
  const store = open();
  await store.create(aTake({ id: 't', size: 0 }));
  const full = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const { add, put } = IDBObjectStore.prototype;
  Object.assign(IDBObjectStore.prototype, { add: full, put: full });
  try {
    const write = store.write('t', { kind: 'chunk', bytes: bytes(1) }, 1);
    await expect(write).rejects.toMatchObject({ name: 'StorageFull' });
    await expect(store.update('t', { state: 'finished' })).rejects.toMatchObject({ name: 'StorageFull' });
  } finally {
    Object.assign(IDBObjectStore.prototype, { add, put });
  }
});

test('a database that did not open is opened by the next one who asks', async () => {
  const store = open();
  (await openDB('test', 2)).close();
  await expect(store.list()).rejects.toMatchObject({ name: 'VersionError' });
  await deleteDB('test');
  expect(await store.list()).toEqual([]);
});
