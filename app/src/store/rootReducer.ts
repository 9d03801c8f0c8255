/** The state: server data under `api`, and the slices of what only this device knows. */
import AsyncStorage from '@react-native-async-storage/async-storage';
import { combineReducers, type Reducer } from '@reduxjs/toolkit';
import { persistReducer } from 'redux-persist';
import { api } from '@/api';
import { authSlice, type AuthState } from '@/features/auth/slice';
import { settingsSlice } from '@/features/settings/slice';
import { realtimeSlice } from '@/realtime';
import { practiceSlice } from '@/recording';
import { uploadsSlice, type UploadsState } from '@/upload';

function persisted<State>(key: string, reducer: Reducer<State>, whitelist?: (keyof State & string)[]) {
  return persistReducer<State>({ key: `greenroom.${key}`, version: 1, storage: AsyncStorage, whitelist }, reducer);
}

export const rootReducer = combineReducers({
  [api.reducerPath]: api.reducer,
  auth: persisted<AuthState>('auth', authSlice.reducer, ['userId']),
  settings: persisted('settings', settingsSlice.reducer),
  practice: persisted('practice', practiceSlice.reducer),
  uploads: persisted<UploadsState>('uploads', uploadsSlice.reducer, ['uploads', 'recovered']),
  realtime: realtimeSlice.reducer,
});

export type RootState = ReturnType<typeof rootReducer>;
