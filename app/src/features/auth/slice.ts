/** Sign-in as the screens see it: whether there is one and whose. Names and addresses are server data; tokens are the API's. */
import { createSlice } from '@reduxjs/toolkit';
import type { PayloadAction } from '@reduxjs/toolkit';
import { signedIn, signedOut } from '@/api/events';

export type AuthStatus = 'starting' | 'signed-in' | 'signed-out';

export type AuthState = {
  status: AuthStatus;
  /** Persisted, so that a start without a network still knows whose takes these are. */
  userId: number | null;
  /** Why nobody is signed in: null before the first sign-in. */
  signOutReason: 'chosen' | 'expired' | null;
};

const initialState: AuthState = { status: 'starting', userId: null, signOutReason: null };

export const authSlice = createSlice({
  name: 'auth',
  initialState,
  reducers: {
    /** The app has read what the device knows and, when it could, asked the server. */
    started: (state, { payload }: PayloadAction<{ signedIn: boolean }>) => {
      if (state.status === 'starting') state.status = payload.signedIn ? 'signed-in' : 'signed-out';
    },
  },
  extraReducers: (builder) =>
    builder
      .addCase(signedIn, (_, { payload }) => ({ status: 'signed-in', userId: payload.userId, signOutReason: null }))
      .addCase(signedOut, (_, { payload }) => ({ status: 'signed-out', userId: null, signOutReason: payload.reason })),
  selectors: {
    selectAuthStatus: (state) => state.status,
    selectUserId: (state) => state.userId,
    selectSignOutReason: (state) => state.signOutReason,
  },
});

export const { started } = authSlice.actions;
export const { selectAuthStatus, selectUserId, selectSignOutReason } = authSlice.selectors;
