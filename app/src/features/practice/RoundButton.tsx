/** The large round control under the thumb. */
import { ActivityIndicator, Pressable, View } from 'react-native';

import { makeStyles, motion, radius, space, useTheme } from '@/theme';
import { Icon, Text, web, type IconName } from '@/ui';

interface RoundButtonProps {
  icon: IconName;
  label: string;
  onPress: () => void;
  busy?: boolean;
  /** The main one is filled and large; the others stand beside it. */
  kind?: 'main' | 'beside';
  /** Something is being recorded: the control says so by its ring. */
  live?: boolean;
}

export function RoundButton({ icon, label, onPress, busy, kind = 'main', live }: RoundButtonProps) {
  const styles = useStyles();
  const { color } = useTheme();
  const main = kind === 'main';
  return (
    <View style={styles.column}>
      <View style={[main ? styles.ring : styles.noRing, live && styles.live]}>
        <Pressable
          role="button"
          aria-label={label}
          aria-busy={busy}
          onPress={busy ? undefined : onPress}
          style={(state) => [
            styles.base,
            main ? styles.main : styles.beside,
            (state as { hovered?: boolean }).hovered && (main ? styles.mainHover : styles.besideHover),
            state.pressed && styles.pressed,
          ]}
        >
          {busy ? (
            <ActivityIndicator color={main ? color.onAccent : color.text} />
          ) : (
            <Icon name={icon} size={main ? 34 : 24} tone={main ? 'onAccent' : 'text'} />
          )}
        </Pressable>
      </View>
      <Text variant="small" strong={main} centered aria-hidden>
        {label}
      </Text>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  column: { alignItems: 'center', gap: space.s, minWidth: 84 },
  ring: { padding: 5, borderRadius: radius.round, borderWidth: 3, borderColor: color.accentSoft },
  noRing: { paddingVertical: 22 },
  live: { borderColor: color.accent },
  base: {
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: radius.round,
    ...web({ transitionProperty: 'background-color', transitionDuration: `${motion.quick}ms` }),
  },
  main: { width: 84, height: 84, backgroundColor: color.accent },
  mainHover: { backgroundColor: color.accentHover },
  beside: { width: 56, height: 56, backgroundColor: color.surface, borderWidth: 1, borderColor: color.edge },
  besideHover: { backgroundColor: color.hover },
  pressed: { opacity: 0.85 },
}));
