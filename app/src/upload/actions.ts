/** What a person can ask of the upload queue. */
import type { TakeStore } from '@/recording';
import type { Completions } from './completions';
import type { UploadQueue } from './queue';

export type UploadServices = { uploads: UploadQueue; takes: TakeStore; completions: Completions };

type Thunk<Result> = (dispatch: unknown, getState: unknown, extra: UploadServices) => Promise<Result>;

export const sendTake =
  (takeId: string): Thunk<void> =>
  (_dispatch, _getState, { uploads }) =>
    uploads.send(takeId);

export const retryUpload =
  (takeId: string): Thunk<void> =>
  (_dispatch, _getState, { uploads }) =>
    uploads.retry(takeId);

/** Deletes the bytes: ask first. */
export const discardTake =
  (takeId: string): Thunk<void> =>
  (_dispatch, _getState, { uploads }) =>
    uploads.discard(takeId);

/** Where a player finds a take that is still only on this device; null when it has been sent. */
export const takePlaybackUrl =
  (takeId: string): Thunk<string | null> =>
  (_dispatch, _getState, { takes }) =>
    takes.playbackUrl(takeId);

/** For a session that is transcribed; asking again is harmless. */
export const askForFeedback =
  (sessionId: number): Thunk<void> =>
  (_dispatch, _getState, { completions }) =>
    completions.ask(sessionId);
