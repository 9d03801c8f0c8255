/**
 * Takes in a browser: IndexedDB, each second of sound in a row of its own, so that what was spoken before a tab was closed is there
 * when it is opened again.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { StorageFull, type Take, type TakeStore } from './take.types';

interface Schema extends DBSchema {
  takes: { key: string; value: Take };
  chunks: { key: [string, number]; value: { takeId: string; index: number; bytes: ArrayBuffer } };
}

const DATABASE = 'greenroom-takes';

export function createTakeStore(name = DATABASE): TakeStore {
  let opened: Promise<IDBPDatabase<Schema>> | null = null;
  const database = () => {
    opened ??= openDB<Schema>(name, 1, {
      upgrade(db) {
        db.createObjectStore('takes', { keyPath: 'id' });
        db.createObjectStore('chunks', { keyPath: ['takeId', 'index'] });
      },
      terminated: () => {
        opened = null;
      },
    }).catch((error: unknown) => {
      // The next one who asks tries again.
      opened = null;
      throw error;
    });
    return opened;
  };

  return {
    create: (take) => guardSpace(async () => void (await (await database()).add('takes', take))),

    write: (id, media, recordedMs) =>
      guardSpace(async () => {
        if (media.kind !== 'chunk') throw new TypeError('a browser records in chunks');
        const transaction = (await database()).transaction(['takes', 'chunks'], 'readwrite', { durability: 'strict' });
        const take = await transaction.objectStore('takes').get(id);
        if (take) {
          const index = await transaction.objectStore('chunks').count(chunksOf(id));
          await transaction.objectStore('chunks').add({ takeId: id, index, bytes: media.bytes });
          await transaction
            .objectStore('takes')
            .put({ ...take, durationMs: recordedMs, size: take.size + media.bytes.byteLength });
        }
        await transaction.done;
      }),

    update: (id, change) =>
      guardSpace(async () => {
        const transaction = (await database()).transaction('takes', 'readwrite');
        const take = await transaction.store.get(id);
        const next = take ? { ...take, ...change } : null;
        if (next) await transaction.store.put(next);
        await transaction.done;
        return next;
      }),

    get: async (id) => (await (await database()).get('takes', id)) ?? null,

    list: async () => {
      const takes = await (await database()).getAll('takes');
      return takes.sort((a, b) => a.createdAt - b.createdAt);
    },

    body: readBody,

    markSent: async (id) => {
      const transaction = (await database()).transaction(['takes', 'chunks'], 'readwrite');
      const take = await transaction.objectStore('takes').get(id);
      if (take) await transaction.objectStore('takes').put({ ...take, state: 'sent' });
      await transaction.objectStore('chunks').delete(chunksOf(id));
      await transaction.done;
    },

    remove: async (id) => {
      const transaction = (await database()).transaction(['takes', 'chunks'], 'readwrite');
      await transaction.objectStore('takes').delete(id);
      await transaction.objectStore('chunks').delete(chunksOf(id));
      await transaction.done;
    },

    playbackUrl: async (id) => {
      const body = await readBody(id);
      return body === null ? null : URL.createObjectURL(body);
    },
  };

  async function readBody(id: string): Promise<Blob | null> {
    const db = await database();
    const take = await db.get('takes', id);
    if (!take || take.state === 'sent') return null;
    const chunks = await db.getAll('chunks', chunksOf(id));
    return new Blob(
      chunks.map(({ bytes }) => bytes),
      { type: take.mimeType },
    );
  }
}

const chunksOf = (id: string) => IDBKeyRange.bound([id, 0], [id, Number.MAX_SAFE_INTEGER]);

async function guardSpace<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DOMException && error.name === 'QuotaExceededError' ? new StorageFull() : error;
  }
}
