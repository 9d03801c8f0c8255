/** The shape of what is being loaded, so that nothing jumps when it comes. */
import { View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { web } from './web';

interface SkeletonProps {
  /** One bar per entry: its width as a share of the container, 0 to 1. */
  lines?: number[];
  /** Height of each bar. */
  height?: number;
}

export function Skeleton({ lines = [1, 0.92, 0.6], height = 16 }: SkeletonProps) {
  const styles = useStyles();
  return (
    <View aria-hidden style={styles.block}>
      {lines.map((width, at) => (
        <View key={at} style={[styles.bar, { width: `${width * 100}%`, height }]} />
      ))}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  block: { gap: space.s + 2, alignSelf: 'stretch' },
  bar: {
    borderRadius: radius.s,
    backgroundColor: color.edge,
    opacity: 0.18,
    ...web({
      animationKeyframes: [{ '0%': { opacity: 0.2 }, '50%': { opacity: 0.1 }, '100%': { opacity: 0.2 } }],
      animationDuration: '1.6s',
      animationIterationCount: 'infinite',
    }),
  },
}));
