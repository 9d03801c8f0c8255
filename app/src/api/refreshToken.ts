/** The refresh token on a phone: in the keychain or the keystore, readable once the phone was unlocked after its start. */
import * as SecureStore from 'expo-secure-store';
import type { RefreshTokenPlace } from './refreshToken.types';

const KEY = 'greenroom.refresh_token';
const OPTIONS: SecureStore.SecureStoreOptions = { keychainAccessible: SecureStore.AFTER_FIRST_UNLOCK_THIS_DEVICE_ONLY };

export const refreshTokenPlace: RefreshTokenPlace = {
  inCookie: false,
  read: () => SecureStore.getItemAsync(KEY, OPTIONS),
  write: (token) => SecureStore.setItemAsync(KEY, token, OPTIONS),
  clear: () => SecureStore.deleteItemAsync(KEY, OPTIONS),
};
