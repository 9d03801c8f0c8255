/** The ground of a chart: it knows its own width, and says in words what it shows to those who can not see it. */
import { useState, type ReactNode } from 'react';
import { View } from 'react-native';
import Svg from 'react-native-svg';

import { useTheme } from '@/theme';

export interface Size {
  width: number;
  height: number;
}

interface ChartProps {
  /** In pixels at 100 % text. */
  height: number;
  /** The chart in a sentence or two. */
  description: string;
  children: (size: Size) => ReactNode;
}

export function Chart({ height, description, children }: ChartProps) {
  const { textScale } = useTheme();
  const [width, setWidth] = useState(0);
  const grown = Math.round(height * Math.min(textScale, 1.4));
  return (
    <View
      role="img"
      aria-label={description}
      style={{ height: grown }}
      onLayout={(event) => setWidth(event.nativeEvent.layout.width)}
    >
      {width > 0 && (
        <Svg width={width} height={grown} aria-hidden>
          {children({ width, height: grown })}
        </Svg>
      )}
    </View>
  );
}
