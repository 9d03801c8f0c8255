/** How far something is. With no fraction it only says that something is under way. */
import { View } from 'react-native';

import { makeStyles, motion, radius } from '@/theme';

import { web } from './web';

interface ProgressBarProps {
  label: string;
  /** 0 to 1, or null while it is not known. */
  value: number | null;
}

export function ProgressBar({ label, value }: ProgressBarProps) {
  const styles = useStyles();
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <View
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      style={styles.track}
    >
      <View style={[styles.fill, percent === undefined ? styles.unknown : { width: `${percent}%` }]} />
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  track: { height: 8, borderRadius: radius.round, backgroundColor: color.sunken, overflow: 'hidden' },
  fill: {
    height: '100%',
    borderRadius: radius.round,
    backgroundColor: color.accent,
    ...web({ transitionProperty: 'width', transitionDuration: `${motion.calm}ms` }),
  },
  unknown: {
    width: '35%',
    ...web({
      animationKeyframes: [{ from: { transform: 'translateX(-100%)' }, to: { transform: 'translateX(290%)' } }],
      animationDuration: '1.4s',
      animationIterationCount: 'infinite',
      animationTimingFunction: 'ease-in-out',
    }),
  },
}));
