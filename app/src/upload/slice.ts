/** What the upload queue last said, for the screens. The takes themselves are the queue's memory. */
import { createSelector, createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '@/api';
import type { Take } from '@/recording';
import type { Upload } from './upload.types';

/** A take that waits for a person's decision. */
export type TakeSummary = Pick<Take, 'id' | 'createdAt' | 'durationMs' | 'size'> & {
  title: string;
  question: string | null;
};

export type UploadsState = { uploads: Upload[]; recovered: TakeSummary[]; online: boolean };

const initialState: UploadsState = { uploads: [], recovered: [], online: true };

export const uploadsSlice = createSlice({
  name: 'uploads',
  initialState,
  reducers: {
    uploadsChanged: (state, { payload }: PayloadAction<Upload[]>) => {
      state.uploads = payload;
    },
    recoveredChanged: (state, { payload }: PayloadAction<Take[]>) => {
      state.recovered = payload.map(({ id, createdAt, durationMs, size, request }) => ({
        id,
        createdAt,
        durationMs,
        size,
        title: request.title,
        question: request.question,
      }));
    },
    onlineChanged: (state, { payload }: PayloadAction<boolean>) => {
      state.online = payload;
    },
  },
  extraReducers: (builder) => builder.addCase(signedOut, ({ online }) => ({ ...initialState, online })),
  selectors: {
    selectUploads: createSelector(
      (state: UploadsState) => state.uploads,
      (uploads) => uploads.filter(({ stage }) => stage !== 'done'),
    ),
    selectUpload: (state, takeId: string) => state.uploads.find((upload) => upload.takeId === takeId) ?? null,
    selectRecoveredTakes: (state) => state.recovered,
    selectOnline: (state) => state.online,
  },
});

export const { uploadsChanged, recoveredChanged, onlineChanged } = uploadsSlice.actions;
export const { selectUploads, selectUpload, selectRecoveredTakes, selectOnline } = uploadsSlice.selectors;
