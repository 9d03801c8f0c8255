/** The running time against the target length, which is a range to aim for and not a limit. */
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { useElapsedMs } from '@/recording';
import { makeStyles, radius, space } from '@/theme';
import { Text } from '@/ui';

import { lengthHint, LONGEST_S, type Target } from './length';

export function Clock({ target }: { target: Target }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const seconds = useElapsedMs() / 1000;
  const hint = lengthHint(seconds, target);
  // The target ends at three quarters of the bar.
  const shown = (target.to * 4) / 3;
  const share = (value: number) => `${Math.min(100, (value / shown) * 100)}%` as const;
  return (
    <View style={styles.clock}>
      <Text variant="figure" tabular centered role="timer" aria-label={format.duration(seconds)}>
        {format.clock(seconds)}
      </Text>
      <View style={styles.bar} aria-hidden>
        <View style={[styles.target, { left: share(target.from), width: share(target.to - target.from) }]} />
        <View style={[styles.now, { width: share(seconds) }]} />
      </View>
      <Text variant="small" tone={hint === 'nearlyOver' ? 'warm' : 'muted'} centered>
        {t(`practice.length.${hint}`, {
          from: format.clock(target.from),
          to: format.clock(target.to),
          left: format.clock(LONGEST_S - seconds),
        })}
      </Text>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  clock: { gap: space.s, alignSelf: 'stretch' },
  bar: { height: 8, borderRadius: radius.round, backgroundColor: color.sunken, overflow: 'hidden' },
  target: {
    position: 'absolute',
    top: 0,
    bottom: 0,
    backgroundColor: color.accentSoft,
    borderLeftWidth: 2,
    borderRightWidth: 2,
    borderColor: color.accent,
  },
  now: { position: 'absolute', left: 0, top: 0, bottom: 0, backgroundColor: color.accent, opacity: 0.85 },
}));
