/** Whether the socket is up, for the screens that say so. */
import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';
import type { Connection } from './socket';

export const realtimeSlice = createSlice({
  name: 'realtime',
  initialState: { connection: 'offline' as Connection },
  reducers: {
    connectionChanged: (state, { payload }: PayloadAction<Connection>) => {
      state.connection = payload;
    },
  },
  selectors: { selectConnection: (state) => state.connection },
});

export const { connectionChanged } = realtimeSlice.actions;
export const { selectConnection } = realtimeSlice.selectors;
