/** The level meter: what the microphone has heard in the last seconds, the newest at the right. */
import { useState } from 'react';
import Svg, { Rect } from 'react-native-svg';
import { View } from 'react-native';

import { useLevel } from '@/recording';
import { useTheme } from '@/theme';

const BARS = 48;
const PITCH = 7;
const HEIGHT = 56;

interface MeterProps {
  /** A still meter keeps its last picture, greyed. */
  live: boolean;
  /** For a screen reader, which is not told every level. */
  label: string;
}

export function Meter({ live, label }: MeterProps) {
  const { color } = useTheme();
  const level = useLevel();
  const [{ last, levels }, setHeard] = useState<{ last: number; levels: number[] }>({ last: 0, levels: [] });
  if (live && level !== last) setHeard({ last: level, levels: [...levels.slice(1 - BARS), level] });

  return (
    <View role="img" aria-label={label}>
      <Svg
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 ${BARS * PITCH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
      >
        {Array.from({ length: BARS }, (_, at) => {
          const value = levels[levels.length - BARS + at] ?? 0;
          // Loudness is heard by its logarithm; a power below one comes near enough and keeps whispers in sight.
          const height = 3 + value ** 0.7 * (HEIGHT - 6);
          return (
            <Rect
              key={at}
              x={at * PITCH + 1.5}
              y={(HEIGHT - height) / 2}
              width={4}
              height={height}
              rx={2}
              fill={live ? color.accent : color.edge}
              opacity={live ? 0.35 + (0.65 * at) / BARS : 0.4}
            />
          );
        })}
      </Svg>
    </View>
  );
}
