/** The practice at hand: what is being answered and the take that answers it, kept so that a reload comes back to it. */
import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';
import { signedOut } from '@/api';
import type { TakeRequest } from './take.types';

export type Practice = { request: TakeRequest | null; takeId: string | null };

const initialState: Practice = { request: null, takeId: null };

export const practiceSlice = createSlice({
  name: 'practice',
  initialState,
  reducers: {
    takeStarted: (_, { payload }: PayloadAction<{ request: TakeRequest; takeId: string }>) => payload,
    takeEnded: () => initialState,
  },
  extraReducers: (builder) => builder.addCase(signedOut, () => initialState),
  selectors: { selectPractice: (state) => state },
});

export const { takeStarted, takeEnded } = practiceSlice.actions;
export const { selectPractice } = practiceSlice.selectors;
