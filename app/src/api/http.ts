/** One JSON request outside RTK Query, with a time limit: what refreshing a token needs before any endpoint can be called. */
import type { Clock } from '@/lib/clock';
import { problemFromResponse, type Problem } from './problem';

export type Fetch = typeof fetch;

export type JsonRequest = {
  url: string;
  method: 'POST' | 'GET';
  headers: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
};

export type JsonAnswer = { ok: true; data: unknown } | { ok: false; status: number | null; problem: Problem };

export async function sendJson(deps: { fetch: Fetch; clock: Clock }, request: JsonRequest): Promise<JsonAnswer> {
  const abort = new AbortController();
  let timedOut = false;
  const cancelTimer = deps.clock.after(request.timeoutMs, () => {
    timedOut = true;
    abort.abort();
  });
  try {
    const response = await deps.fetch(request.url, {
      method: request.method,
      headers: { accept: 'application/json', 'content-type': 'application/json', ...request.headers },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      signal: abort.signal,
      credentials: 'include',
    });
    const text = await response.text();
    const data = parseJson(text);
    if (response.ok) return { ok: true, data };
    return {
      ok: false,
      status: response.status,
      problem: problemFromResponse(response.status, data, response.headers),
    };
  } catch {
    return { ok: false, status: null, problem: timedOut ? { kind: 'timeout' } : { kind: 'offline' } };
  } finally {
    cancelTimer();
  }
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
