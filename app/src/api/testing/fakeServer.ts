/** A server for tests: answers by method and path, and remembers what it was asked. */
import type { Fetch } from '../http';

export type Asked = { method: string; path: string; headers: Headers; body: unknown };
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | 'network-error' | 'never';

export type FakeServer = {
  fetch: Fetch;
  asked: Asked[];
  /** How often a path was asked for. */
  count(path: string): number;
  on(call: string, answer: (asked: Asked) => Answer | Promise<Answer>): void;
};

export const ORIGIN = 'http://server.test';

export function fakeServer(): FakeServer {
  const answers = new Map<string, (asked: Asked) => Answer | Promise<Answer>>();
  const asked: Asked[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const url = new URL(request.url);
    const text = await request.clone().text();
    const call: Asked = {
      method: request.method,
      path: url.pathname,
      headers: request.headers,
      body: text === '' ? null : JSON.parse(text),
    };
    asked.push(call);
    const answer = await answers.get(`${call.method} ${call.path}`)?.(call);
    if (answer === undefined) throw new Error(`the test has no answer to ${call.method} ${call.path}`);
    if (answer === 'network-error') throw new TypeError('Network request failed');
    if (answer === 'never') {
      return new Promise((_resolve, reject) => {
        const signal = init?.signal ?? request.signal;
        signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    }
    const hasBody = answer.body !== undefined;
    return new Response(hasBody ? JSON.stringify(answer.body) : null, {
      status: answer.status,
      headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...answer.headers },
    });
  };
  return {
    fetch,
    asked,
    count: (path) => asked.filter((call) => call.path === path).length,
    on: (call, answer) => void answers.set(call, answer),
  };
}

export const USER = { id: 7, email: 'ada@example.test', name: 'Ada', created_at: '2026-01-05T09:00:00.000Z' };

export function granted(token: string, refreshToken: string | null = `refresh-of-${token}`) {
  return { user: USER, token, refresh_token: refreshToken, token_type: 'bearer', expires_in: 1800 };
}
