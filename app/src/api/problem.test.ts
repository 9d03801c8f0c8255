import { fieldProblem, isTransient, problemFromResponse, type Problem } from './problem';

const none = new Headers();
const document = (code: string, extra: object = {}) => ({
  type: `/problems/${code}`,
  title: 'Title',
  code,
  detail: 'What happened.',
  ...extra,
});

describe('a response becomes a problem', () => {
  const cases: [string, number, unknown, Headers, Problem][] = [
    [
      'a business rule',
      400,
      document('email_taken'),
      none,
      { kind: 'rule', code: 'email_taken', detail: 'What happened.' },
    ],
    [
      'a rule that this app does not know',
      400,
      document('new_rule'),
      none,
      { kind: 'rule', code: 'other', detail: 'What happened.' },
    ],
    [
      'a wrong state',
      409,
      document('wrong_state'),
      none,
      { kind: 'rule', code: 'wrong_state', detail: 'What happened.' },
    ],
    [
      'wrong credentials',
      401,
      document('invalid_credentials'),
      none,
      { kind: 'credentials', code: 'invalid_credentials', detail: 'What happened.' },
    ],
    [
      'an expired token',
      401,
      document('token_expired'),
      none,
      { kind: 'credentials', code: 'unauthenticated', detail: 'What happened.' },
    ],
    ['something not there', 404, document('not_found'), none, { kind: 'not_found', detail: 'What happened.' }],
    ['too many bytes', 413, null, none, { kind: 'too_large', detail: '' }],
    ['a wrong media type', 415, document('unsupported'), none, { kind: 'unsupported_media', detail: 'What happened.' }],
    [
      'too many requests',
      429,
      document('rate_limited'),
      new Headers({ 'retry-after': '7' }),
      { kind: 'rate_limited', retryAfterMs: 7000, detail: 'What happened.' },
    ],
    [
      'too many requests that do not say how long',
      429,
      null,
      none,
      { kind: 'rate_limited', retryAfterMs: 10_000, detail: '' },
    ],
    [
      'a missing language model',
      503,
      document('llm_not_configured'),
      none,
      { kind: 'unavailable', code: 'llm_not_configured', retryAfterMs: null, detail: 'What happened.' },
    ],
    [
      'a dependency that is down',
      503,
      document('unavailable'),
      new Headers({ 'retry-after': '5' }),
      { kind: 'unavailable', code: 'dependency_down', retryAfterMs: 5000, detail: 'What happened.' },
    ],
    [
      'a proxy without its server',
      502,
      '<html>',
      none,
      { kind: 'unavailable', code: 'dependency_down', retryAfterMs: null, detail: '' },
    ],
    [
      'a fault with its request id',
      500,
      document('internal', { request_id: 'r-1' }),
      none,
      { kind: 'server_fault', requestId: 'r-1', detail: 'What happened.' },
    ],
    [
      'a fault whose id stands in the header only',
      500,
      null,
      new Headers({ 'x-request-id': 'r-2' }),
      { kind: 'server_fault', requestId: 'r-2', detail: '' },
    ],
    ['a page of somebody else', 418, 'teapot', none, { kind: 'unexpected', status: 418, detail: '' }],
  ];
  test.each(cases)('%s', (_name, status, body, headers, expected) => {
    expect(problemFromResponse(status, body, headers)).toEqual(expected);
  });
});

test('a validation error says which field, the first message of each', () => {
  const problem = problemFromResponse(
    422,
    document('validation_failed', {
      errors: [
        { field: 'password', message: 'Too short.' },
        { field: 'password', message: 'Too common.' },
        { message: 'no field' },
        null,
      ],
    }),
    none,
  );
  expect(problem).toEqual({ kind: 'validation', fields: { password: 'Too short.' }, detail: 'What happened.' });
  expect(fieldProblem(problem, 'password')).toBe('Too short.');
  expect(fieldProblem(problem, 'email')).toBeNull();
  expect(fieldProblem(undefined, 'email')).toBeNull();
});

test('only what may pass by itself is transient', () => {
  expect(isTransient({ kind: 'offline' })).toBe(true);
  expect(isTransient({ kind: 'server_fault', requestId: null, detail: '' })).toBe(true);
  expect(isTransient({ kind: 'unavailable', code: 'dependency_down', retryAfterMs: null, detail: '' })).toBe(true);
  expect(isTransient({ kind: 'unavailable', code: 'llm_not_configured', retryAfterMs: null, detail: '' })).toBe(false);
  expect(isTransient({ kind: 'validation', fields: {}, detail: '' })).toBe(false);
  expect(isTransient({ kind: 'credentials', code: 'unauthenticated', detail: '' })).toBe(false);
});
