/** A switch with its words; the whole row is its target. */
import { Pressable, View } from 'react-native';

import { makeStyles, motion, radius, space, touch } from '@/theme';

import { Text } from './Text';
import { web } from './web';

interface SwitchProps {
  label: string;
  help?: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

export function Switch({ label, help, value, onChange }: SwitchProps) {
  const styles = useStyles();
  return (
    <Pressable
      role="switch"
      aria-checked={value}
      aria-label={label}
      onPress={() => onChange(!value)}
      style={styles.row}
    >
      <View style={styles.words}>
        <Text>{label}</Text>
        {help ? (
          <Text variant="small" tone="muted">
            {help}
          </Text>
        ) : null}
      </View>
      <View style={[styles.track, value && styles.trackOn]}>
        <View style={[styles.knob, value && styles.knobOn]} />
      </View>
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.l, minHeight: touch, borderRadius: radius.s },
  words: { flex: 1, gap: 2 },
  track: {
    width: 46,
    height: 28,
    borderRadius: radius.round,
    backgroundColor: color.sunken,
    borderWidth: 1.5,
    borderColor: color.edge,
    padding: 3,
  },
  trackOn: { backgroundColor: color.accent, borderColor: color.accent },
  knob: {
    width: 19,
    height: 19,
    borderRadius: radius.round,
    backgroundColor: color.edge,
    ...web({ transitionProperty: 'transform', transitionDuration: `${motion.quick}ms` }),
  },
  knobOn: { backgroundColor: color.onAccent, transform: [{ translateX: 18 }] },
}));
