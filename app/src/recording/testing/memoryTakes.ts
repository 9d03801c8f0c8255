/** A take store in memory, with a disk that can be full. */
import { StorageFull, type Take, type TakeStore } from '../take.types';

export type MemoryTakes = TakeStore & { takes: Map<string, Take>; freeBytes: number };

export function memoryTakes(initial: Take[] = []): MemoryTakes {
  const takes = new Map(initial.map((take) => [take.id, take]));
  const hasBytes = (id: string) => takes.has(id) && takes.get(id)?.state !== 'sent';
  const store: MemoryTakes = {
    takes,
    freeBytes: Number.MAX_SAFE_INTEGER,
    create: async (take) => {
      if (store.freeBytes <= 0) throw new StorageFull();
      takes.set(take.id, take);
    },
    write: async (id, media, recordedMs) => {
      const take = takes.get(id);
      const size = media.kind === 'chunk' ? media.bytes.byteLength : 0;
      if (size > store.freeBytes) throw new StorageFull();
      store.freeBytes -= size;
      if (take) takes.set(id, { ...take, size: take.size + size, durationMs: recordedMs });
    },
    update: async (id, change) => {
      const take = takes.get(id);
      if (!take) return null;
      const next = { ...take, ...change };
      takes.set(id, next);
      return next;
    },
    get: async (id) => takes.get(id) ?? null,
    list: async () => [...takes.values()].sort((a, b) => a.createdAt - b.createdAt),
    body: async (id) => (hasBytes(id) ? { uri: `memory:${id}` } : null),
    markSent: async (id) => {
      const take = takes.get(id);
      if (take) takes.set(id, { ...take, state: 'sent' });
    },
    remove: async (id) => void takes.delete(id),
    playbackUrl: async (id) => (hasBytes(id) ? `memory:${id}` : null),
  };
  return store;
}

export function aTake(change: Partial<Take> = {}): Take {
  return {
    id: 'take-1',
    ownerId: 7,
    request: { title: 'A question', question: 'Why?', competency: null, attemptOf: null, captions: false },
    createdAt: 1_000,
    durationMs: 61_000,
    mimeType: 'audio/webm',
    extension: 'webm',
    size: 1_000,
    state: 'queued',
    sessionId: null,
    objectKey: null,
    confirmed: false,
    sessionGeneration: 0,
    ...change,
  };
}
