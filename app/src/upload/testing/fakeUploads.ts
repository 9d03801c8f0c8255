/** A server and an object store for uploads, which a test can break at any step. */
import type { PresignedUpload, Problem, Session } from '@/api';
import type { Exclusive } from '@/lib/exclusive.types';
import type { Network } from '@/lib/network.types';
import type { Tabs } from '@/lib/tabs.types';
import { fakeClock } from '@/lib/testing/fakeClock';
import { fakeRandom } from '@/lib/testing/fakeRandom';
import type { Take } from '@/recording';
import { memoryTakes } from '@/recording/testing/memoryTakes';
import type { UploadServer } from '../delivery';
import type { PutRequest } from '../putBytes.types';
import { UploadQueue, type QueueWord } from '../queue';
import type { Upload } from '../upload.types';

type Step = 'createSession' | 'getSession' | 'presign' | 'confirm' | 'attach';

export const NOT_FOUND: Problem = { kind: 'not_found', detail: '' };
export const OFFLINE: Problem = { kind: 'offline' };

/** A tab as its user sees it. */
export type Tab = { ownerId: number | null; uploads: Upload[] };

export function uploadWorld(initial: Take[] = []) {
  const takes = memoryTakes(initial);
  const clock = fakeClock();
  const sessions = new Map<number, { key: string; audioKey: string | null }>();
  const objects = new Map<string, number>();
  const calls: string[] = [];
  const world = {
    takes,
    clock,
    sessions,
    objects,
    calls,
    ownerId: 7 as number | null,
    online: true,
    abandoned: [] as number[],
    uploads: [] as Upload[],
    recovered: [] as Take[],
    /** Takes that are followed until their feedback is asked for. */
    sent: [] as Take[],
    history: [] as string[],
    /** Each step fails with these, one after the other, before it works. */
    failures: {} as Partial<Record<Step, Problem[]>>,
    /** What the object store answers; null: nothing comes. Called after the bytes arrived when it says so. */
    onPut: (_request: PutRequest): { status: number | null; arrives: boolean } => ({ status: 200, arrives: true }),
    onlineListeners: new Set<(online: boolean) => void>(),
    tabs: makeTabs(),
  };

  const step = <Result>(name: Step, work: () => Result): Promise<Result> => {
    calls.push(name);
    const problem = world.failures[name]?.shift();
    return problem ? Promise.reject(problem) : Promise.resolve().then(work);
  };

  const server: UploadServer = {
    createSession: ({ request }, key) =>
      step('createSession', () => {
        if (request.attemptOf !== null && !sessions.has(request.attemptOf)) throw NOT_FOUND;
        const known = [...sessions].find(([, session]) => session.key === key);
        const id = known?.[0] ?? sessions.size + 1;
        if (!known) sessions.set(id, { key, audioKey: null });
        return { id } as Session;
      }),
    getSession: (id) =>
      step('getSession', () => {
        const session = sessions.get(id);
        if (!session) throw NOT_FOUND;
        return { id, audio_key: session.audioKey } as Session;
      }),
    presign: () =>
      step('presign', (): PresignedUpload => {
        const key = `uploads/7/${calls.filter((call) => call === 'presign').length}.webm`;
        return { url: `http://store.test/${key}`, key, method: 'PUT', headers: {}, expires_in: 900 };
      }),
    confirm: (key) =>
      step('confirm', () => {
        const size = objects.get(key);
        if (size === undefined) throw { kind: 'rule', code: 'upload_missing', detail: '' } satisfies Problem;
        return size;
      }),
    attach: (sessionId, key) =>
      step('attach', () => {
        const session = sessions.get(sessionId);
        if (!session) throw NOT_FOUND;
        session.audioKey = key;
      }),
    abandon: (id) => void world.abandoned.push(id),
  };

  const network: Network = {
    isOnline: () => world.online,
    subscribe: (listener) => {
      world.onlineListeners.add(listener);
      return () => void world.onlineListeners.delete(listener);
    },
  };

  /** `tab`: who is signed in there and what it shows; the world's own when there is only one user. */
  const makeQueue = (exclusive: Exclusive = makeLocks()(), tab: Tab = world) =>
    new UploadQueue({
      takes,
      server,
      putBytes: async (request) => {
        calls.push('put');
        request.onProgress(0.5);
        const { status, arrives } = world.onPut(request);
        const key = new URL(request.url).pathname.slice(1);
        if (arrives && objects.has(key)) return 412;
        if (arrives) objects.set(key, [...takes.takes.values()].find((take) => take.objectKey === key)?.size ?? -1);
        return status;
      },
      clock,
      random: fakeRandom(0),
      exclusive,
      tabs: world.tabs.join(),
      network,
      ownerId: () => tab.ownerId,
      publish: (uploads) => {
        tab.uploads = uploads;
        for (const { stage } of uploads.slice(0, 1)) if (world.history.at(-1) !== stage) world.history.push(stage);
      },
      follow: (sent) => {
        world.sent = sent;
      },
      publishRecovered: (recovered) => {
        world.recovered = recovered;
      },
    });

  const goOnline = () => {
    world.online = true;
    world.onlineListeners.forEach((listener) => listener(true));
  };

  return Object.assign(world, { makeQueue, goOnline });
}

/** Locks of one browser; each call of the result is another tab. */
export function makeLocks() {
  const held = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  const release = (name: string) => () => {
    held.delete(name);
    waiting.get(name)?.shift()?.();
  };
  return (): Exclusive => ({
    run: (_name, work) => work(),
    hold: async (name) => {
      if (held.has(name)) return null;
      held.add(name);
      return release(name);
    },
    whenFree: (name, signal) =>
      new Promise((resolve) => {
        const take = () => {
          if (signal.aborted) return resolve(null);
          held.add(name);
          resolve(release(name));
        };
        if (!held.has(name)) return take();
        waiting.set(name, [...(waiting.get(name) ?? []), take]);
        signal.addEventListener('abort', () => {
          waiting.set(name, waiting.get(name)?.filter((other) => other !== take) ?? []);
          resolve(null);
        });
      }),
  });
}

function makeTabs() {
  const tabs = new Set<(word: QueueWord) => void>();
  return {
    join: (): Tabs<QueueWord> => {
      let own: ((word: QueueWord) => void) | null = null;
      return {
        tell: (word) => tabs.forEach((listener) => listener !== own && listener(structuredClone(word))),
        listen: (listener) => {
          own = listener;
          tabs.add(listener);
          return () => void tabs.delete(listener);
        },
      };
    },
  };
}
