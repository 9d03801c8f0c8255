/**
 * The authority: this device's sign-in. It holds the access token in memory, knows how to get the next one, and makes sure that
 * any number of requests that need one cause a single refresh.
 */
import type { Clock } from '@/lib/clock';
import type { Exclusive } from '@/lib/exclusive.types';
import { sendJson, type Fetch } from './http';
import type { Problem } from './problem';
import type { RefreshTokenPlace } from './refreshToken.types';

export type SignedInUser = { id: number; email: string; name: string | null; created_at: string };
type Granted = { user: SignedInUser; token: string; refresh_token: string | null; expires_in: number };

export type Credentials = { email: string; password: string };
export type Registration = Credentials & { name?: string };

/** A usable access token, or why there is none. `ended` means that a person has to sign in again. */
export type TokenAnswer = { token: string } | { problem: Problem; ended: boolean };
export type SignInAnswer = { user: SignedInUser } | { problem: Problem };

export type AuthorityDeps = {
  fetch: Fetch;
  clock: Clock;
  exclusive: Exclusive;
  place: RefreshTokenPlace;
  /** The server's origin, or null when none is set yet. */
  serverUrl: () => string | null;
  /** Told once when the sign-in is over because the server says so. */
  onEnded: () => void;
  /** Told whose token a refresh brought: in a browser another tab may have signed in as somebody else. */
  onUser: (user: SignedInUser) => void;
};

const TIMEOUT_MS = 20_000;
/** Renewed this long before its end, so that a request does not leave with a token that dies on the way. */
const RENEW_BEFORE_MS = 30_000;
const REFRESH_LOCK = 'greenroom-refresh';
const WEB_CLIENT_HEADER = { 'x-greenroom-client': 'web' };
const ENDED: TokenAnswer = {
  ended: true,
  problem: { kind: 'credentials', code: 'unauthenticated', detail: 'Please sign in again.' },
};

export class Authority {
  private access: { token: string; expiresAt: number } | null = null;
  private refreshing: Promise<TokenAnswer> | null = null;
  /** Counts sign-ins and sign-outs, so that an answer from before one of them changes nothing after it. */
  private epoch = 0;
  private ended = false;

  constructor(private readonly deps: AuthorityDeps) {}

  /** An access token that is still good for a while; refreshes when there is none. */
  async token(): Promise<TokenAnswer> {
    const { access } = this;
    if (access && access.expiresAt - RENEW_BEFORE_MS > this.deps.clock.now()) return { token: access.token };
    return this.renew(access?.token ?? null);
  }

  /** A token other than `spent`, which the server refused; callers that come together share one refresh. */
  async renew(spent: string | null): Promise<TokenAnswer> {
    if (this.access && this.access.token !== spent) return { token: this.access.token };
    if (this.ended) return ENDED;
    this.refreshing ??= this.refresh().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  signIn(credentials: Credentials): Promise<SignInAnswer> {
    return this.enter('/auth/login', credentials);
  }

  signUp(registration: Registration): Promise<SignInAnswer> {
    return this.enter('/auth/register', registration);
  }

  /** Ends the sign-in on the server when it can be reached, and here in any case. */
  async signOut(): Promise<void> {
    const answer = this.ended ? ENDED : await this.token();
    this.forget();
    await this.deps.place.clear();
    if ('token' in answer) await this.post('/auth/logout', {}, { authorization: `Bearer ${answer.token}` });
  }

  /** Drops the tokens of this device without asking the server: after the account was deleted. */
  forget(): void {
    this.epoch += 1;
    this.access = null;
    this.ended = true;
    this.refreshing = null;
  }

  private async enter(path: string, body: Credentials | Registration): Promise<SignInAnswer> {
    const answer = await this.post(path, body);
    if (!answer.ok) return { problem: answer.problem };
    const granted = asGranted(answer.data);
    if (!granted) return { problem: { kind: 'unexpected', status: 200, detail: '' } };
    this.epoch += 1;
    await this.accept(granted);
    return { user: granted.user };
  }

  private refresh(): Promise<TokenAnswer> {
    const { epoch } = this;
    // Tabs share the cookie: two that refresh at once would spend the same token twice, which the server takes for theft.
    return this.deps.exclusive.run(REFRESH_LOCK, async () => {
      const { place } = this.deps;
      const refreshToken = place.inCookie ? null : await place.read();
      if (!place.inCookie && refreshToken === null) return this.end(epoch);
      const answer = await this.post('/auth/refresh', place.inCookie ? {} : { refresh_token: refreshToken });
      if (epoch !== this.epoch) return this.access ? { token: this.access.token } : ENDED;
      if (!answer.ok) return answer.status === 401 ? this.end(epoch) : { problem: answer.problem, ended: false };
      const granted = asGranted(answer.data);
      if (!granted) return { problem: { kind: 'unexpected', status: 200, detail: '' }, ended: false };
      await this.accept(granted);
      this.deps.onUser(granted.user);
      return { token: granted.token };
    });
  }

  private end(epoch: number): TokenAnswer {
    if (epoch === this.epoch && !this.ended) {
      this.forget();
      void this.deps.place.clear();
      this.deps.onEnded();
    }
    return ENDED;
  }

  /** The refresh token is stored before the new access token is used: a crash in between can still repeat the exchange. */
  private async accept(granted: Granted): Promise<void> {
    if (granted.refresh_token !== null) await this.deps.place.write(granted.refresh_token);
    this.access = { token: granted.token, expiresAt: this.deps.clock.now() + granted.expires_in * 1000 };
    this.ended = false;
  }

  private post(path: string, body: unknown, headers: Record<string, string> = {}) {
    const { fetch, clock, place } = this.deps;
    const base = this.deps.serverUrl();
    if (base === null) return Promise.resolve({ ok: false, status: null, problem: { kind: 'offline' } } as const);
    return sendJson(
      { fetch, clock },
      {
        url: `${base}${path}`,
        method: 'POST',
        headers: { ...(place.inCookie ? WEB_CLIENT_HEADER : {}), ...headers },
        body,
        timeoutMs: TIMEOUT_MS,
      },
    );
  }
}

function asGranted(data: unknown): Granted | null {
  if (typeof data !== 'object' || data === null) return null;
  const granted = data as Partial<Granted>;
  if (typeof granted.token !== 'string' || typeof granted.expires_in !== 'number') return null;
  if (typeof granted.user?.id !== 'number') return null;
  return { ...(granted as Granted), refresh_token: granted.refresh_token ?? null };
}
