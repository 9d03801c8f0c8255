/** The running time against the target length, which is a range to aim for and not a limit. */
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { useElapsedMs } from '@/recording';
import { makeStyles, radius, space } from '@/theme';
import { Text } from '@/ui';

import { lengthHint, LONGEST_S, TARGET } from './length';

/** What the bar shows, in seconds; the target ends at three quarters of it. */
const SHOWN_S = 200;

export function Clock() {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const seconds = useElapsedMs() / 1000;
  const hint = lengthHint(seconds);
  const share = (value: number) => `${Math.min(100, (value / SHOWN_S) * 100)}%` as const;
  return (
    <View style={styles.clock}>
      <Text variant="figure" tabular centered role="timer" aria-label={format.duration(seconds)}>
        {format.clock(seconds)}
      </Text>
      <View style={styles.bar} aria-hidden>
        <View style={[styles.target, { left: share(TARGET.from), width: share(TARGET.to - TARGET.from) }]} />
        <View style={[styles.now, { width: share(seconds) }]} />
      </View>
      <Text variant="small" tone={hint === 'nearlyOver' ? 'warm' : 'muted'} centered>
        {t(`practice.length.${hint}`, {
          from: format.clock(TARGET.from),
          to: format.clock(TARGET.to),
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
