import type { Href } from 'expo-router';

/** What is to be practised, as the address of the practice page carries it: it survives a reload and can be sent to a friend. */
export interface PracticeTarget {
  text: string;
  competency?: string | null;
  tips?: readonly string[];
  /** How long a full answer takes, in seconds. */
  target_s?: number | null;
  /** The session that this would be another attempt of. */
  attemptOf?: number | null;
}

export type PracticeParams = {
  question?: string;
  competency?: string;
  attemptOf?: string;
  target?: string;
  tip?: string | string[];
};

export function practiceHref({ text, competency, tips, attemptOf, target_s }: PracticeTarget): Href {
  return {
    pathname: '/practice',
    params: {
      question: text,
      ...(competency && { competency }),
      ...(attemptOf && { attemptOf: String(attemptOf) }),
      ...(target_s && { target: String(target_s) }),
      ...(tips?.length && { tip: [...tips] }),
    },
  };
}

/** Null when the address names no question. */
export function practiceTarget({
  question,
  competency,
  attemptOf,
  target,
  tip,
}: PracticeParams): PracticeTarget | null {
  const text = question?.trim();
  if (!text) return null;
  return {
    text,
    competency: competency || null,
    tips: tip === undefined ? [] : Array.isArray(tip) ? tip : [tip],
    target_s: wholeNumber(target),
    attemptOf: wholeNumber(attemptOf),
  };
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
