/** A button. `primary` appears once on a screen: it is what the screen is for. */
import type { Ref } from 'react';
import { ActivityIndicator, Pressable, StyleSheet, View, type PressableProps } from 'react-native';

import { makeStyles, motion, radius, space, touch, useTheme } from '@/theme';

import { Icon, type IconName } from './Icon';
import { Text, type Tone } from './Text';
import { web } from './web';

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<PressableProps, 'children' | 'style'> {
  label: string;
  kind?: ButtonKind;
  size?: 's' | 'm' | 'l';
  icon?: IconName;
  /** Work is under way: the button keeps its width and its focus and ignores presses. */
  busy?: boolean;
  /** As wide as its container. */
  block?: boolean;
  ref?: Ref<View>;
}

const inks: Record<ButtonKind, Tone> = { primary: 'onAccent', secondary: 'text', quiet: 'accent', danger: 'danger' };

export function Button({
  label,
  kind = 'secondary',
  size = 'm',
  icon,
  busy,
  block,
  disabled,
  onPress,
  ...rest
}: ButtonProps) {
  const styles = useStyles();
  const { color } = useTheme();
  const off = Boolean(disabled);
  const ink = inks[kind];
  return (
    <Pressable
      role="button"
      aria-disabled={off || busy}
      aria-busy={busy}
      disabled={off}
      onPress={busy ? undefined : onPress}
      hitSlop={size === 's' ? 6 : undefined}
      {...rest}
      style={(state) => [
        styles.base,
        styles[size],
        styles[kind],
        block && styles.block,
        (state as { hovered?: boolean }).hovered && styles[`${kind}Hover`],
        state.pressed && styles.pressed,
        off && styles.off,
      ]}
    >
      <View style={[styles.content, busy && styles.hidden]}>
        {icon && <Icon name={icon} size={size === 's' ? 16 : 19} tone={ink} />}
        <Text variant={size === 's' ? 'small' : 'body'} tone={ink} strong style={styles.label}>
          {label}
        </Text>
      </View>
      {busy && (
        <View style={[StyleSheet.absoluteFill, styles.content]} aria-hidden>
          <ActivityIndicator size="small" color={color[ink]} />
        </View>
      )}
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  base: {
    alignSelf: 'flex-start',
    borderRadius: radius.m,
    borderWidth: 1,
    borderColor: 'transparent',
    justifyContent: 'center',
    ...web({
      transitionProperty: 'background-color, border-color',
      transitionDuration: `${motion.quick}ms`,
      userSelect: 'none',
    }),
  },
  s: { minHeight: 34, paddingHorizontal: space.m, paddingVertical: space.xs },
  m: { minHeight: touch, paddingHorizontal: space.l, paddingVertical: space.s },
  l: { minHeight: 52, paddingHorizontal: space.xl, paddingVertical: space.m, borderRadius: radius.m + 2 },
  block: { alignSelf: 'stretch' },
  content: { flexDirection: 'row', alignItems: 'center', justifyContent: 'center', gap: space.s },
  label: { flexShrink: 1, textAlign: 'center' },
  hidden: { opacity: 0 },
  primary: { backgroundColor: color.accent },
  primaryHover: { backgroundColor: color.accentHover },
  secondary: { backgroundColor: color.surface, borderColor: color.edge },
  secondaryHover: { backgroundColor: color.hover },
  quiet: { paddingHorizontal: space.s },
  quietHover: { backgroundColor: color.hover },
  danger: { backgroundColor: color.surface, borderColor: color.danger },
  dangerHover: { backgroundColor: color.dangerSoft },
  pressed: { opacity: 0.82 },
  off: { opacity: 0.5 },
}));
