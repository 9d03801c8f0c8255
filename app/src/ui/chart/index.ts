export { FootAxis, gutter, RowAxis } from './Axis';
export { Chart, type Size } from './Chart';
export { bandPath, linePath, type At } from './path';
export { linear, ticks, timeTicks, type Scale } from './scale';
