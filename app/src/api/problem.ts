/** A problem: what can go wrong when the server is asked for something, as a closed union that every screen can put into words. */

/** Business rules that the server names and that the app has words for; any other code comes as `other`. */
export const RULE_CODES = [
  'email_taken',
  'wrong_password',
  'upload_missing',
  'upload_empty',
  'upload_in_use',
  'not_retryable',
  'wrong_state',
  'other',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

export type CredentialsCode = 'invalid_credentials' | 'token_reused' | 'unauthenticated';

export type Problem =
  | { kind: 'offline' }
  | { kind: 'timeout' }
  | { kind: 'validation'; fields: Record<string, string>; detail: string }
  | { kind: 'rule'; code: RuleCode; detail: string }
  | { kind: 'credentials'; code: CredentialsCode; detail: string }
  | { kind: 'not_found'; detail: string }
  | { kind: 'too_large'; detail: string }
  | { kind: 'unsupported_media'; detail: string }
  | { kind: 'rate_limited'; retryAfterMs: number; detail: string }
  | { kind: 'unavailable'; code: 'llm_not_configured' | 'dependency_down'; retryAfterMs: number | null; detail: string }
  | { kind: 'server_fault'; requestId: string | null; detail: string }
  | { kind: 'unexpected'; status: number | null; detail: string };

/** An RFC 9457 document as the server writes it; nothing in it is trusted to be there. */
type ProblemDocument = {
  title?: unknown;
  code?: unknown;
  detail?: unknown;
  request_id?: unknown;
  errors?: unknown;
};

/** Seconds to wait when a 429 does not say. */
const DEFAULT_RETRY_AFTER_S = 10;

export function problemFromResponse(status: number, body: unknown, headers: Pick<Headers, 'get'>): Problem {
  const document: ProblemDocument = typeof body === 'object' && body !== null ? body : {};
  const code = textOr(document.code, '');
  const detail = textOr(document.detail, textOr(document.title, ''));
  const retryAfterMs = retryAfter(headers.get('retry-after'));
  switch (status) {
    case 400:
    case 409:
      return { kind: 'rule', code: ruleCode(code), detail };
    case 401:
      return { kind: 'credentials', code: credentialsCode(code), detail };
    case 404:
      return { kind: 'not_found', detail };
    case 413:
      return { kind: 'too_large', detail };
    case 415:
      return { kind: 'unsupported_media', detail };
    case 422:
      return { kind: 'validation', fields: fieldErrors(document.errors), detail };
    case 429:
      return { kind: 'rate_limited', retryAfterMs: retryAfterMs ?? DEFAULT_RETRY_AFTER_S * 1000, detail };
    case 502:
    case 503:
    case 504:
      return {
        kind: 'unavailable',
        code: code === 'llm_not_configured' ? code : 'dependency_down',
        retryAfterMs,
        detail,
      };
    default:
      if (status >= 500)
        return {
          kind: 'server_fault',
          requestId: textOr(document.request_id, '') || headers.get('x-request-id'),
          detail,
        };
      return { kind: 'unexpected', status, detail };
  }
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
}

/** What to write beside a form field, or null when it is not the one that is wrong. */
export function fieldProblem(problem: unknown, field: string): string | null {
  if (!isProblem(problem) || problem.kind !== 'validation') return null;
  return problem.fields[field] ?? null;
}

/** Whether the same request may well succeed later without anybody changing anything. */
export function isTransient(problem: Problem): boolean {
  switch (problem.kind) {
    case 'offline':
    case 'timeout':
    case 'rate_limited':
    case 'server_fault':
      return true;
    case 'unavailable':
      return problem.code === 'dependency_down';
    default:
      return false;
  }
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

export function ruleCode(code: string): RuleCode {
  return RULE_CODES.find((rule) => rule === code) ?? 'other';
}

function credentialsCode(code: string): CredentialsCode {
  return code === 'invalid_credentials' || code === 'token_reused' ? code : 'unauthenticated';
}

/** `Retry-After` as milliseconds; its date form would need the server's clock, so only seconds are read (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number | null {
  if (header === null || !/^\d+$/.test(header.trim())) return null;
  return Number(header) * 1000;
}

function fieldErrors(errors: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!Array.isArray(errors)) return fields;
  for (const error of errors as { field?: unknown; message?: unknown }[]) {
    const field = textOr(error?.field, '');
    if (field !== '' && !(field in fields)) fields[field] = textOr(error?.message, '');
  }
  return fields;
}
