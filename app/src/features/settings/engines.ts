/** Engines: what the server turns speech into words with and judges with, and where these run. */
import type { Health } from '@/api';

export type Where = 'here' | 'remote' | 'unknown';

export interface Engines {
  speech: {
    where: Where;
    /** Roughly every fifth word is wrong. */
    basic: boolean;
    /** It can write along while somebody speaks. */
    captions: boolean;
    /** In the server's words. */
    detail: string | null;
  };
  languageModel: { state: 'none' | Where; name: string | null };
}

const WHERE = { this_machine: 'here', elsewhere: 'remote' } as const;

/** Nothing is claimed before the server has answered. */
export function enginesOf(health: Health | undefined): Engines {
  if (!health) {
    return {
      speech: { where: 'unknown', basic: false, captions: false, detail: null },
      languageModel: { state: 'unknown', name: null },
    };
  }
  const { speech, language_model: model, checks } = health;
  return {
    speech: {
      where: WHERE[speech.location],
      basic: speech.basic,
      captions: speech.captions,
      detail: checks.speech?.detail ?? null,
    },
    languageModel: model ? { state: WHERE[model.location], name: model.name } : { state: 'none', name: null },
  };
}
