/** What the browser says about its network. */
import type { Network } from './network.types';

export const network: Network = {
  isOnline: () => navigator.onLine,
  subscribe: (listener) => {
    const tell = () => listener(navigator.onLine);
    window.addEventListener('online', tell);
    window.addEventListener('offline', tell);
    return () => {
      window.removeEventListener('online', tell);
      window.removeEventListener('offline', tell);
    };
  },
};
