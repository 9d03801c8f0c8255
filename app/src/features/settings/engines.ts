/** Engines: what the server turns speech into words with and judges with, as its health report says. */
import type { Health } from '@/api';

export type Where = 'here' | 'remote' | 'unknown';

export interface Engines {
  speech: {
    where: Where;
    /** Roughly every fifth word is wrong. */
    basic: boolean;
    /** It can write along while somebody speaks. */
    captions: boolean;
    detail: string | null;
  };
  languageModel: { state: 'none' | Where; detail: string | null };
}

/** The report is written for people; these are the words it uses for the facts that the app needs. */
const HERE = /\b(on this machine|on-device|localhost|127\.0\.0\.1)\b/i;
const REMOTE = /https?:\/\/|\bapi\b|openai/i;
const NONE = /^none\b/i;

export function enginesOf(health: Health | undefined): Engines {
  const speech = health?.checks.speech?.detail ?? null;
  const model = health?.checks.language_model?.detail ?? null;
  return {
    speech: {
      where: whereOf(speech),
      basic: health?.speech.basic ?? false,
      captions: health?.speech.captions ?? false,
      detail: speech,
    },
    languageModel: { state: model !== null && NONE.test(model) ? 'none' : whereOf(model), detail: model },
  };
}

function whereOf(detail: string | null): Where {
  if (detail === null) return 'unknown';
  if (HERE.test(detail)) return 'here';
  return REMOTE.test(detail) ? 'remote' : 'unknown';
}
