import { recoverTakes } from './recovery';
import { StorageFull } from './take.types';
import { createTakeStore } from './takeStore';
import { aTake } from './testing/memoryTakes';

/** The phone's disk: what stands under each address, and whether there is room for more. */
const mockDisk = { files: new Map<string, string>(), full: false };

jest.mock('expo-file-system', () => {
  const join = (parts: (string | { uri: string })[]) =>
    parts.map((part) => (typeof part === 'string' ? part : part.uri)).join('/');
  class Directory {
    uri: string;
    constructor(...parts: (string | Directory)[]) {
      this.uri = join(parts);
    }
    exists = true;
    list = () => [...mockDisk.files.keys()].map((uri) => new File(uri));
  }
  class File {
    uri: string;
    constructor(...parts: (string | Directory)[]) {
      this.uri = join(parts);
    }
    get exists() {
      return mockDisk.files.has(this.uri);
    }
    get size() {
      return mockDisk.files.get(this.uri)?.length ?? 0;
    }
    textSync = () => mockDisk.files.get(this.uri);
    write = (text: string) => {
      if (mockDisk.full) throw new Error('No space left on device');
      mockDisk.files.set(this.uri, text);
    };
    moveSync = (target: File) => {
      mockDisk.files.set(target.uri, mockDisk.files.get(this.uri)!);
      mockDisk.files.delete(this.uri);
    };
    delete = () => mockDisk.files.delete(this.uri);
  }
  const Paths = {
    document: 'documents',
    get availableDiskSpace() {
      return mockDisk.full ? 0 : 1e9;
    },
  };
  return { Directory, File, Paths };
});

const SOUND = 'documents/Audio/recording.m4a';
const begun = aTake({ state: 'recording', size: 0, durationMs: 0, mimeType: 'audio/mp4', extension: 'm4a' });

beforeEach(() => {
  mockDisk.files.clear();
  mockDisk.full = false;
});

test('a recording becomes the sound of its take', async () => {
  const takes = createTakeStore();
  await takes.create(begun);
  mockDisk.files.set(SOUND, 'abc');
  await takes.write(begun.id, { kind: 'file', uri: SOUND }, 2_000);
  expect(await takes.get(begun.id)).toMatchObject({ size: 3, durationMs: 2_000 });
  expect([...mockDisk.files.keys()].some((uri) => uri === SOUND)).toBe(false);
});

test('a disk that is full at the end of a recording costs the recording nothing', async () => {
  const takes = createTakeStore();
  await takes.create(begun);
  mockDisk.files.set(SOUND, 'abc');
  mockDisk.full = true;
  await expect(takes.write(begun.id, { kind: 'file', uri: SOUND }, 2_000)).rejects.toBeInstanceOf(StorageFull);
  await expect(takes.update(begun.id, { state: 'finished' })).rejects.toBeInstanceOf(StorageFull);

  mockDisk.full = false;
  const next = createTakeStore();
  await recoverTakes(next);
  expect(await next.list()).toMatchObject([{ id: begun.id, state: 'recovered', size: 3 }]);
  expect(await next.body(begun.id)).not.toBeNull();
});

test('a take that was never spoken into goes', async () => {
  const takes = createTakeStore();
  await takes.create(begun);
  await recoverTakes(takes);
  expect(await takes.list()).toEqual([]);
});

test('a take that was sent keeps its size without its sound', async () => {
  const takes = createTakeStore();
  await takes.create({ ...begun, state: 'queued' });
  mockDisk.files.set(SOUND, 'abc');
  await takes.write(begun.id, { kind: 'file', uri: SOUND }, 2_000);
  await takes.markSent(begun.id);
  expect(await takes.list()).toMatchObject([{ state: 'sent', size: 3 }]);
  expect(await takes.body(begun.id)).toBeNull();
});
