/** What to practise next: the bank's question for the competency that has been practised least, least recently first. */
import type { Question, SessionSummary } from '@/api';

export type Why = 'first' | 'new' | 'rare';

export interface Suggestion {
  question: Question;
  why: Why;
  /** How many answers there are to that competency. */
  practised: number;
}

/**
 * Suggestions in order, the best first; the same bank and the same history always give the same order. Questions that
 * have been answered come last.
 */
export function suggestions(bank: readonly Question[], history: readonly SessionSummary[]): Suggestion[] {
  const answered = new Set(history.map((session) => session.question));
  const counts = new Map<string, number>();
  for (const { competency } of history) {
    if (competency) counts.set(competency, (counts.get(competency) ?? 0) + 1);
  }
  const practised = (question: Question) => counts.get(question.competency) ?? 0;
  // One question of each competency in turn, so that "another one" is really another kind.
  const turn = new Map<string, number>();
  const ranked = bank.map((question) => {
    const seen = answered.has(question.text);
    const place = turn.get(question.competency) ?? 0;
    if (!seen) turn.set(question.competency, place + 1);
    return { question, seen, place: seen ? 0 : place };
  });
  ranked.sort(
    (a, b) =>
      Number(a.seen) - Number(b.seen) ||
      a.place - b.place ||
      practised(a.question) - practised(b.question) ||
      a.question.id - b.question.id,
  );
  return ranked.map(({ question }) => {
    const count = practised(question);
    return { question, practised: count, why: history.length === 0 ? 'first' : count === 0 ? 'new' : 'rare' };
  });
}
