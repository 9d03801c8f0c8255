/** The socket, handed to endpoints as a part of the store's extra argument. */
import type { LiveSocket } from './socket';

export type RealtimeServices = { socket: LiveSocket };

export function realtimeServices(extra: unknown): RealtimeServices {
  return extra as RealtimeServices;
}
