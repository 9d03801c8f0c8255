import type { CompetencyAttempt } from '@/api';

import { rangeOf, recent, SHOWN } from './progress';

it('keeps the range of a level on the scale', () => {
  expect(rangeOf({ level: 3, spread: 1 })).toEqual([2, 4]);
  expect(rangeOf({ level: 5, spread: 2 })).toEqual([3, 5]);
  expect(rangeOf({ level: 0, spread: 1 })).toEqual([0, 1]);
});

it('draws no range where the judge names none', () => {
  expect(rangeOf({ level: 3, spread: null })).toEqual([3, 3]);
});

it('shows the newest attempts, oldest first', () => {
  const attempts = Array.from({ length: SHOWN + 2 }, (_, at) => ({ session_id: at }) as CompetencyAttempt);
  expect(recent(attempts).map(({ session_id: id }) => id)).toEqual(Array.from({ length: SHOWN }, (_, at) => at + 2));
});
