/** What the API needs from outside, handed to every endpoint as the store's extra argument. */
import type { Authority } from './authority';
import type { Fetch } from './http';

export type ApiServices = {
  authority: Authority;
  fetch: Fetch;
  /** The server's origin, or null when none is set yet. */
  serverUrl: () => string | null;
};

/** The part of the store's extra argument that is the API's. */
export function apiServices(extra: unknown): ApiServices {
  return (extra as { api: ApiServices }).api;
}
