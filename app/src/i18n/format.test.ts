import { formatClock, formatDate, formatDifference, formatNumber } from './format';

it('writes seconds as a clock', () => {
  expect([0, 9.9, 60, 75, 1199.4].map(formatClock)).toEqual(['0:00', '0:09', '1:00', '1:15', '19:59']);
});

it('writes numbers as the language does', () => {
  expect(formatNumber('en', 1234.5, 1)).toBe('1,234.5');
  expect(formatNumber('de', 1234.5, 1)).toBe('1.234,5');
});

it('gives a difference its sign, and none where nothing changed', () => {
  expect([3, -4, 0, 0.04].map((value) => formatDifference('en', value))).toEqual(['+3', '−4', '0', '0']);
});

it('writes a date as the language does', () => {
  expect(formatDate('en-GB', Date.UTC(2026, 10, 23, 12), 'day')).toBe('23 Nov 2026');
});
