/** Takes on a phone: a folder in the app's documents with the sound of each take and a small file that says what it is. */
import { Directory, File, Paths } from 'expo-file-system';
import { StorageFull, type Take, type TakeStore } from './take.types';

export function createTakeStore(): TakeStore {
  const folder = () => {
    const directory = new Directory(Paths.document, 'takes');
    if (!directory.exists) directory.create({ intermediates: true, idempotent: true });
    return directory;
  };
  const card = (id: string) => new File(folder(), `${id}.json`);
  const sound = (take: Pick<Take, 'id' | 'extension'>) => new File(folder(), `${take.id}.${take.extension}`);

  /** A disk that was full may have kept the sound and not the card that says so: how much there is the sound itself says. */
  const read = (file: File): Take | null => {
    if (!file.exists) return null;
    try {
      const take = JSON.parse(file.textSync()) as Take;
      const media = sound(take);
      return media.exists ? { ...take, size: media.size } : take;
    } catch {
      return null;
    }
  };
  /** Written beside and moved into place, so that a crash leaves the old card or the new one. */
  const save = (take: Take) => {
    const draft = new File(folder(), `${take.id}.json.new`);
    if (draft.exists) draft.delete();
    draft.write(JSON.stringify(take));
    draft.moveSync(card(take.id), { overwrite: true });
  };

  return {
    create: async (take) => guardSpace(() => save(take)),

    write: async (id, media, recordedMs) =>
      guardSpace(() => {
        if (media.kind !== 'file') throw new TypeError('a phone records into a file');
        const take = read(card(id));
        if (!take) return;
        const target = sound(take);
        new File(media.uri).moveSync(target, { overwrite: true });
        save({ ...take, durationMs: recordedMs, size: target.size });
      }),

    update: async (id, change) =>
      guardSpace(() => {
        const take = read(card(id));
        if (!take) return null;
        const next = { ...take, ...change };
        save(next);
        return next;
      }),

    get: async (id) => read(card(id)),

    list: async () =>
      folder()
        .list()
        .filter((entry): entry is File => entry instanceof File && entry.uri.endsWith('.json'))
        .map(read)
        .filter((take) => take !== null)
        .sort((a, b) => a.createdAt - b.createdAt),

    body: async (id) => {
      const take = read(card(id));
      return take && sound(take).exists ? { uri: sound(take).uri } : null;
    },

    markSent: async (id) => {
      const take = read(card(id));
      if (!take) return;
      // In this order: a crash in between leaves a card whose delivery finds out that everything has arrived.
      if (sound(take).exists) sound(take).delete();
      save({ ...take, state: 'sent' });
    },

    remove: async (id) => {
      const take = read(card(id));
      if (!take) return;
      if (sound(take).exists) sound(take).delete();
      card(id).delete();
    },

    playbackUrl: async (id) => {
      const take = read(card(id));
      return take && sound(take).exists ? sound(take).uri : null;
    },
  };
}

function guardSpace<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw Paths.availableDiskSpace < MIN_FREE_BYTES ? new StorageFull() : error;
  }
}

/** Below this a write that failed is taken to have failed for want of room. */
const MIN_FREE_BYTES = 4 * 1024 * 1024;
