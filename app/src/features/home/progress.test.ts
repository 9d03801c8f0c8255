import { direction, trend, type Scored } from './progress';

const answers = (...scores: number[]): Scored[] => scores.map((score, at) => ({ at, score }));

it('draws no line through fewer than three answers', () => {
  expect(trend(answers(50, 60))).toEqual([]);
});

it('gives the mean with the interval of Student’s t', () => {
  // 50, 60, 70: mean 60, s = 10, so 60 ± 4.303 · 10 / √3.
  const [point] = trend(answers(50, 60, 70));
  expect(point!.mean).toBe(60);
  expect(point!.low).toBeCloseTo(60 - (4.303 * 10) / Math.sqrt(3), 6);
  expect(point!.high).toBeCloseTo(60 + (4.303 * 10) / Math.sqrt(3), 6);
});

it('looks at the last five answers only', () => {
  expect(trend(answers(0, 0, 50, 50, 50, 50, 50)).at(-1)).toEqual({ at: 6, mean: 50, low: 50, high: 50 });
});

it('keeps the band inside the scale', () => {
  const [point] = trend(answers(0, 50, 100));
  expect([point!.low, point!.high]).toEqual([0, 100]);
});

it('claims a direction only when the intervals are apart', () => {
  expect(direction(trend(answers(40, 41, 42, 60, 61, 62, 61, 62)))).toBe('up');
  expect(direction(trend(answers(62, 61, 62, 41, 40, 42, 41, 40)))).toBe('down');
  expect(direction(trend(answers(40, 60, 45, 62, 41, 66, 52, 58)))).toBe('unclear');
  expect(direction(trend(answers(10, 10, 10, 90, 90, 90)))).toBe('unclear');
});
