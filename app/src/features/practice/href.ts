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

/** One line of an address may hold only texts: the router would join a list with commas. */
export type PracticeParams = Partial<Record<'question' | 'competency' | 'attemptOf' | 'target' | 'tips', string>>;

export function practiceHref({ text, competency, tips, attemptOf, target_s }: PracticeTarget): Href {
  return {
    pathname: '/practice',
    params: {
      question: text,
      ...(competency && { competency }),
      ...(attemptOf && { attemptOf: String(attemptOf) }),
      ...(target_s && { target: String(target_s) }),
      ...(tips?.length && { tips: tips.join('\n') }),
    },
  };
}

/** Null when the address names no question. */
export function practiceTarget({
  question,
  competency,
  attemptOf,
  target,
  tips,
}: PracticeParams): PracticeTarget | null {
  const text = question?.trim();
  if (!text) return null;
  return {
    text,
    competency: competency || null,
    tips: tips ? tips.split('\n') : [],
    target_s: wholeNumber(target),
    attemptOf: wholeNumber(attemptOf),
  };
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
