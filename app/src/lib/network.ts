/** What the phone says about its network. */
import NetInfo from '@react-native-community/netinfo';
import type { Network } from './network.types';

// The library would ask a host of its own whether the internet is there; this app speaks with its server and nobody else.
NetInfo.configure({ reachabilityShouldRun: () => false });

let online = true;

export const network: Network = {
  isOnline: () => online,
  subscribe: (listener) =>
    NetInfo.addEventListener(({ isConnected }) => {
      online = isConnected !== false;
      listener(online);
    }),
};
