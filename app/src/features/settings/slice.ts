/** Settings: what a person chose for this device. */
import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';

export type ThemeChoice = 'system' | 'light' | 'dark';
/** Multiplies every text size. */
export type TextScale = 1 | 1.15 | 1.3 | 1.5 | 2;

export type Settings = {
  theme: ThemeChoice;
  textScale: TextScale;
  /** A language tag, or the device's own. */
  language: string;
  /** Hides counts of fillers and repetitions, for people whose speech makes them unkind (stuttering). */
  hideDeliveryCounts: boolean;
  /** The origin that a person typed on a phone; null: the address the app was built with, or the page's own. */
  serverAddress: string | null;
};

const initialState: Settings = {
  theme: 'system',
  textScale: 1,
  language: 'system',
  hideDeliveryCounts: false,
  serverAddress: null,
};

export const settingsSlice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    settingsChanged: (state, { payload }: PayloadAction<Partial<Settings>>) => ({ ...state, ...payload }),
  },
  selectors: { selectSettings: (state) => state },
});

export const { settingsChanged } = settingsSlice.actions;
export const { selectSettings } = settingsSlice.selectors;
