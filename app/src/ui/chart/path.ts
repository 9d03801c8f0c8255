/** Paths of charts as the `d` of an SVG path. */

export interface At {
  x: number;
  y: number;
}

export function linePath(points: readonly At[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${fixed(x)} ${fixed(y)}`).join('');
}

/** The area between an upper and a lower line over the same x. */
export function bandPath(upper: readonly At[], lower: readonly At[]): string {
  if (upper.length === 0) return '';
  const back = [...lower].reverse();
  return `${linePath(upper)}${back.map(({ x, y }) => `L${fixed(x)} ${fixed(y)}`).join('')}Z`;
}

function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}
