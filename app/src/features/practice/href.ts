import type { Href } from 'expo-router';

/** What is to be practised, as the address of the practice page carries it: it survives a reload and can be sent to a friend. */
export interface PracticeTarget {
  text: string;
  competency?: string | null;
  tips?: readonly string[];
  /** The session that this would be another attempt of. */
  attemptOf?: number | null;
}

export type PracticeParams = { question?: string; competency?: string; attemptOf?: string; tip?: string | string[] };

export function practiceHref({ text, competency, tips, attemptOf }: PracticeTarget): Href {
  return {
    pathname: '/practice',
    params: {
      question: text,
      ...(competency && { competency }),
      ...(attemptOf && { attemptOf: String(attemptOf) }),
      ...(tips?.length && { tip: [...tips] }),
    },
  };
}

/** Null when the address names no question. */
export function practiceTarget({ question, competency, attemptOf, tip }: PracticeParams): PracticeTarget | null {
  const text = question?.trim();
  if (!text) return null;
  const attempt = Number(attemptOf);
  return {
    text,
    competency: competency || null,
    tips: tip === undefined ? [] : Array.isArray(tip) ? tip : [tip],
    attemptOf: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : null,
  };
}
