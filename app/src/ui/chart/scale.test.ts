import { linear, ticks, timeTicks } from './scale';

it('maps the ends of the domain to the ends of the range', () => {
  const scale = linear([0, 100], [200, 0]);
  expect([scale(0), scale(25), scale(100)]).toEqual([200, 150, 0]);
});

it('puts a domain without extent in the middle', () => {
  expect(linear([7, 7], [0, 10])(7)).toBe(5);
});

it('labels round values', () => {
  expect(ticks([0, 100], 4)).toEqual([0, 50, 100]);
  expect(ticks([0, 100])).toEqual([0, 20, 40, 60, 80, 100]);
  expect(ticks([37, 52])).toEqual([40, 45, 50]);
  expect(ticks([0, 0.3], 3)).toEqual([0, 0.1, 0.2, 0.3]);
  expect(ticks([5, 5])).toEqual([5]);
});

it('labels times at steps that a clock has', () => {
  expect(timeTicks(12)).toEqual([0, 5, 10]);
  expect(timeTicks(92)).toEqual([0, 30, 60, 90]);
  expect(timeTicks(1200)).toEqual([0, 300, 600, 900, 1200]);
});
