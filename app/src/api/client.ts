/** The client: every request of RTK Query, with the bearer token, one repeat after a refresh, and errors as `Problem`s. */
import {
  fetchBaseQuery,
  type BaseQueryFn,
  type FetchArgs,
  type FetchBaseQueryError,
  type FetchBaseQueryMeta,
} from '@reduxjs/toolkit/query';
import { problemFromResponse, type Problem } from './problem';
import { apiServices } from './services';

/** Milliseconds; an endpoint that waits for a language model sets its own. */
const TIMEOUT_MS = 20_000;

export const client: BaseQueryFn<string | FetchArgs, unknown, Problem, { timeoutMs?: number }> = async (
  args,
  api,
  options,
) => {
  const { authority, fetch, serverUrl } = apiServices(api.extra);
  const baseUrl = serverUrl();
  if (baseUrl === null) return { error: { kind: 'offline' } };

  const attempt = (token: string) =>
    fetchBaseQuery({
      baseUrl,
      fetchFn: fetch,
      timeout: options?.timeoutMs ?? TIMEOUT_MS,
      prepareHeaders: (headers) => headers.set('authorization', `Bearer ${token}`),
    })(args, api, {});

  const first = await authority.token();
  if ('problem' in first) return { error: first.problem };
  let answer = await attempt(first.token);
  if (answer.error?.status === 401) {
    const second = await authority.renew(first.token);
    if ('problem' in second) return { error: second.problem };
    answer = await attempt(second.token);
  }
  if (answer.error) return { error: problemFromError(answer.error, answer.meta) };
  return { data: answer.data };
};

function problemFromError(error: FetchBaseQueryError, meta: FetchBaseQueryMeta | undefined): Problem {
  const headers = meta?.response?.headers ?? new Headers();
  switch (error.status) {
    case 'FETCH_ERROR':
      return { kind: 'offline' };
    case 'TIMEOUT_ERROR':
      return { kind: 'timeout' };
    case 'PARSING_ERROR':
      return problemFromResponse(error.originalStatus, null, headers);
    case 'CUSTOM_ERROR':
      return { kind: 'unexpected', status: null, detail: error.error };
    default:
      return problemFromResponse(error.status, error.data, headers);
  }
}
