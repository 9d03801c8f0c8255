import { lastWeek } from './week';

const now = new Date(2026, 10, 23, 14, 0).getTime();

it('counts answers on their local day, today last', () => {
  const times = [
    new Date(2026, 10, 23, 0, 0),
    new Date(2026, 10, 22, 23, 59),
    new Date(2026, 10, 17, 8),
    new Date(2026, 10, 16, 23, 59),
  ];
  const days = lastWeek(
    times.map((time) => time.toISOString()),
    now,
  );
  expect(days.map(({ answers }) => answers)).toEqual([1, 0, 0, 0, 0, 1, 1]);
});

it('does not count what is said to happen later', () => {
  expect(lastWeek([now + 1], now).every(({ answers }) => answers === 0)).toBe(true);
});
