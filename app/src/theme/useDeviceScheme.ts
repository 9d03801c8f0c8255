import { useColorScheme } from 'react-native';

import type { Scheme } from './theme';

/** The scheme of the device, now and when it changes. */
export function useDeviceScheme(): Scheme {
  return useColorScheme() === 'dark' ? 'dark' : 'light';
}
