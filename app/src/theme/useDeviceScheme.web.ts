import { useSyncExternalStore } from 'react';

import type { Scheme } from './theme';

const DARK = '(prefers-color-scheme: dark)';

/**
 * The scheme of the device, now and when it changes. React Native Web's `useColorScheme` (0.21.2) misses the change in Chromium; a query that
 * is listened to and never read is told of it.
 */
export function useDeviceScheme(): Scheme {
  return useSyncExternalStore(subscribe, scheme);
}

function scheme(): Scheme {
  return window.matchMedia(DARK).matches ? 'dark' : 'light';
}

function subscribe(changed: () => void): () => void {
  const watched = window.matchMedia(DARK);
  watched.addEventListener('change', changed);
  return () => watched.removeEventListener('change', changed);
}
