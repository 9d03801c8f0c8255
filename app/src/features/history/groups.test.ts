import type { SessionSummary } from '@/api';

import { groupAttempts, scoresOf } from './groups';

const session = (
  id: number,
  attempt_of: number | null = null,
  overall_score: number | null = null,
): SessionSummary => ({
  id,
  title: `answer ${id}`,
  question: null,
  competency: null,
  status: 'completed',
  duration_s: 60,
  overall_score,
  attempt_of,
  created_at: '2026-11-23T10:00:00.000Z',
  completed_at: null,
});

it('puts the attempts at one question together, newest first', () => {
  const groups = groupAttempts([session(9, 3), session(8), session(5, 3), session(3)]);
  expect(groups.map(({ root, attempts }) => [root, attempts.map(({ id }) => id)])).toEqual([
    [3, [9, 5, 3]],
    [8, [8]],
  ]);
});

it('follows a chain of attempts to its first', () => {
  expect(groupAttempts([session(9, 5), session(5, 3), session(3)])).toHaveLength(1);
});

it('keeps attempts together whose first one is on a later page', () => {
  expect(groupAttempts([session(9, 3), session(5, 3)])).toMatchObject([{ root: 3, attempts: [{ id: 9 }, { id: 5 }] }]);
});

it('does not run in circles', () => {
  expect(groupAttempts([session(2, 1), session(1, 2)]).flatMap(({ attempts }) => attempts)).toHaveLength(2);
});

it('gives the scores in order of time', () => {
  const [group] = groupAttempts([session(9, 3, 70), session(5, 3, null), session(3, null, 50)]);
  expect(scoresOf(group!)).toEqual([50, 70]);
});
