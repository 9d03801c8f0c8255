import type { CompetencyName, Question, SessionSummary } from '@/api';

import { suggestions } from './next';

const question = (id: number, competency: CompetencyName): Question => ({
  id,
  competency,
  text: `question ${id}`,
  kind: 'behavioural',
  roles: [],
  tips: [],
  target_s: 120,
});

const answer = (id: number, competency: string): SessionSummary => ({
  id,
  title: '',
  question: `question ${id}`,
  competency,
  status: 'completed',
  duration_s: 60,
  overall_score: 50,
  attempt_of: null,
  created_at: '2026-11-23T10:00:00.000Z',
  completed_at: null,
});

const bank = [question(1, 'result'), question(2, 'result'), question(3, 'clarity'), question(4, 'structure')];
const order = (history: SessionSummary[]) => suggestions(bank, history).map(({ question: { id } }) => id);

it('goes through the competencies in turn for somebody new', () => {
  expect(order([])).toEqual([1, 3, 4, 2]);
  expect(suggestions(bank, [])[0]!.why).toBe('first');
});

it('puts the competency first that was practised least', () => {
  expect(order([answer(1, 'result'), answer(3, 'clarity')])).toEqual([4, 2, 1, 3]);
  expect(suggestions(bank, [answer(1, 'result')])[0]).toMatchObject({ question: { id: 3 }, why: 'new', practised: 0 });
});

it('still has something when everything was answered once', () => {
  const all = [answer(1, 'result'), answer(2, 'result'), answer(3, 'clarity'), answer(4, 'structure')];
  expect(suggestions(bank, all)[0]).toMatchObject({ question: { id: 3 }, why: 'rare', practised: 1 });
});
