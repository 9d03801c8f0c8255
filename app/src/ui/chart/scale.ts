/** A scale: a straight line from a range of values to a range of pixels, and the round values to label on it. */

export interface Scale {
  (value: number): number;
  domain: readonly [number, number];
  range: readonly [number, number];
}

/** A domain without extent maps to the middle of the range, so that a single value is never divided by nothing. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const scale = (value: number) => (d1 === d0 ? (r0 + r1) / 2 : r0 + ((value - d0) / (d1 - d0)) * (r1 - r0));
  return Object.assign(scale, { domain, range });
}

/** Round values inside a domain, about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: readonly [number, number], count = 5): number[] {
  if (high <= low) return [low];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** Times to label on an axis of seconds: every 5, 10, 15, 30 s or whole minutes, about `count` of them. */
export function timeTicks(seconds: number, count = 6): number[] {
  const step = [5, 10, 15, 30, 60, 120, 300, 600].find((size) => seconds / size <= count) ?? 1200;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step);
}
