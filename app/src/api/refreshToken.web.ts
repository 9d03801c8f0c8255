/** The refresh token in a browser: the server's `greenroom_refresh` cookie, HttpOnly, so there is nothing here to read or to steal. */
import type { RefreshTokenPlace } from './refreshToken.types';

export const refreshTokenPlace: RefreshTokenPlace = {
  inCookie: true,
  read: async () => null,
  write: async () => undefined,
  clear: async () => undefined,
};
