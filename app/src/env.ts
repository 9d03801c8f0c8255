/** The environment: the only reader of what the build and the platform say about where the app runs. */
import { Platform } from 'react-native';

const isWeb = Platform.OS === 'web';
const built = process.env.EXPO_PUBLIC_API_URL?.replace(/\/+$/, '') || null;

export const env = {
  isWeb,
  /** Where the web app lies under its origin, without a trailing slash. */
  basePath: process.env.EXPO_BASE_URL ?? '',
  /** The address given when the app was built, without a trailing slash; null when a person types it in. */
  builtServerAddress: built,
  /** On the web the server is the page's own origin, so nobody is asked for it. */
  serverAddressIsFixed: isWeb || built !== null,
} as const;

/** The server's address when nobody has typed one: the build's, else the page's own origin; null on a phone without either. */
export function defaultServerAddress(): string | null {
  if (built) return built;
  return isWeb ? window.location.origin : null;
}
