import type { Health } from '@/api';

import { enginesOf } from './engines';

const health = (facts: Pick<Health, 'speech' | 'language_model'>): Health => ({
  status: 'ok',
  version: '0.1.0',
  checks: { speech: { status: 'ok', latency_ms: 1, detail: 'PocketSphinx' } },
  ...facts,
});

it('knows a basic engine on the machine, and that there is no model', () => {
  const engines = enginesOf(
    health({
      speech: { engine: 'x', basic: true, captions: false, location: 'this_machine', note: '' },
      language_model: null,
    }),
  );
  expect(engines.speech).toEqual({ where: 'here', basic: true, captions: false, detail: 'PocketSphinx' });
  expect(engines.languageModel).toEqual({ state: 'none', name: null });
});

it('knows engines on other machines from local ones', () => {
  const engines = enginesOf(
    health({
      speech: { engine: 'x', basic: false, captions: true, location: 'elsewhere', note: '' },
      language_model: { name: 'llama', location: 'this_machine' },
    }),
  );
  expect(engines.speech).toMatchObject({ where: 'remote', basic: false });
  expect(engines.languageModel).toEqual({ state: 'here', name: 'llama' });
});

it('claims nothing before the server has said anything', () => {
  expect(enginesOf(undefined)).toEqual({
    speech: { where: 'unknown', basic: false, captions: false, detail: null },
    languageModel: { state: 'unknown', name: null },
  });
});
