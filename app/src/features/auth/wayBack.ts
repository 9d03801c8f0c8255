import type { Href } from 'expo-router';

/** Where somebody wanted to go before they were asked to sign in; only ever a path of this app. */
export function wayBack(next: string | undefined): Href {
  return next && /^\/(?!\/)/.test(next) ? (next as Href) : '/';
}
