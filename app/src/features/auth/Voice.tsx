/** A picture: an answer as a line of sound, quiet at its ends. It decorates and says nothing. */
import Svg, { Rect } from 'react-native-svg';

import { useTheme } from '@/theme';

const BARS = 44;
const HEIGHT = 72;
const PITCH = 9;

/** Heights between 0 and 1, the same every time: three waves under one swell. */
const heights = Array.from({ length: BARS }, (_, at) => {
  const x = at / (BARS - 1);
  const swell = Math.sin(Math.PI * x) ** 0.8;
  const wave = 0.45 + 0.25 * Math.sin(x * 23) + 0.18 * Math.sin(x * 51 + 1) + 0.12 * Math.sin(x * 97);
  return Math.max(0.06, swell * Math.abs(wave));
});

export function Voice() {
  const { color } = useTheme();
  return (
    <Svg
      width="100%"
      height={HEIGHT}
      viewBox={`0 0 ${BARS * PITCH} ${HEIGHT}`}
      preserveAspectRatio="xMinYMid meet"
      aria-hidden
    >
      {heights.map((height, at) => (
        <Rect
          key={at}
          x={at * PITCH}
          y={(HEIGHT * (1 - height)) / 2}
          width={4}
          height={HEIGHT * height}
          rx={2}
          fill={color.accent}
          opacity={at > 26 && at < 34 ? 1 : 0.42}
        />
      ))}
    </Svg>
  );
}
