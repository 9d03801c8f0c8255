/** A live session: what the socket says about the work on one session, for as long as somebody looks at it. */
import { api, type Session } from '@/api';
import type { WorkStage } from './protocol';
import { realtimeServices } from './services';

export type WorkProgress = {
  stage: WorkStage;
  /** 0..1 of that stage. */
  progress: number;
  /** Jobs ahead of it, from 0; null when the work has begun. */
  position: number | null;
};

export type WorkError = {
  code: string;
  message: string;
  stage: string | null;
  retryable: boolean;
  requestId: string | null;
};

export type LiveSession = {
  /** The session as the server last told it; null until it has. */
  session: Session | null;
  progress: WorkProgress | null;
  error: WorkError | null;
};

export const liveApi = api.injectEndpoints({
  endpoints: (build) => ({
    liveSession: build.query<LiveSession, number>({
      queryFn: () => ({ data: { session: null, progress: null, error: null } }),
      keepUnusedDataFor: 5,
      onCacheEntryAdded: async (sessionId, { extra, cacheDataLoaded, cacheEntryRemoved }) => {
        await cacheDataLoaded;
        const unwatch = realtimeServices(extra).socket.watch(sessionId);
        await cacheEntryRemoved;
        unwatch();
      },
    }),
  }),
});

export const { useLiveSessionQuery } = liveApi;
