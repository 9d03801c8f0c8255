import type { Health } from '@/api';

import { enginesOf } from './engines';

const health = (speech: string, language_model: string, basic = false): Health => {
  const check = (detail: string) => ({ status: 'ok' as const, latency_ms: 1, detail });
  return {
    status: 'ok',
    version: '0.1.0',
    checks: { speech: check(speech), language_model: check(language_model) },
    speech: { engine: 'x', basic, captions: !basic, note: '' },
  };
};

it('knows a basic engine on the machine, and that there is no model', () => {
  const engines = enginesOf(
    health(
      'PocketSphinx on this machine: basic accuracy, US English only',
      'None is configured: the rules coach gives feedback. Set OPENAI_API_KEY.',
      true,
    ),
  );
  expect(engines.speech).toMatchObject({ where: 'here', basic: true, captions: false });
  expect(engines.languageModel.state).toBe('none');
});

it('knows engines on other machines from local ones', () => {
  const engines = enginesOf(health('whisper-1 at https://api.openai.com', 'llama at http://127.0.0.1:11434'));
  expect(engines.speech).toMatchObject({ where: 'remote', basic: false });
  expect(engines.languageModel.state).toBe('here');
});

it('claims nothing before the server has said anything', () => {
  expect(enginesOf(undefined)).toEqual({
    speech: { where: 'unknown', basic: false, captions: false, detail: null },
    languageModel: { state: 'unknown', detail: null },
  });
});
