import { lengthHint, targetOf } from './length';

it('takes a question’s own target with the tolerance that its feedback uses', () => {
  expect(targetOf(120)).toEqual({ from: 80, to: 160 });
  expect(targetOf(null)).toEqual({ from: 60, to: 150 });
});

it('speaks of the length from both sides of the target, and of the end', () => {
  const target = targetOf(120);
  expect([79, 80, 160, 161, 1140].map((seconds) => lengthHint(seconds, target))).toEqual([
    'short',
    'good',
    'good',
    'long',
    'nearlyOver',
  ]);
});
