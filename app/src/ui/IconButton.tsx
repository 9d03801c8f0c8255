/** A button that shows only an icon; its label is for those who can not see it, and for the pointer that rests on it. */
import { Pressable, type PressableProps, type View } from 'react-native';
import type { Ref } from 'react';

import { makeStyles, radius, touch } from '@/theme';

import { Icon, type IconName } from './Icon';
import { web } from './web';

interface IconButtonProps extends Omit<PressableProps, 'children' | 'style'> {
  icon: IconName;
  label: string;
  /** On the page itself, or a filled circle. */
  filled?: boolean;
  /** A toggle that is on. */
  on?: boolean;
  ref?: Ref<View>;
}

export function IconButton({ icon, label, filled, on, ...rest }: IconButtonProps) {
  const styles = useStyles();
  return (
    <Pressable
      role="button"
      aria-label={label}
      aria-pressed={on}
      {...web({ title: label })}
      {...rest}
      style={(state) => [
        styles.base,
        filled && styles.filled,
        (state as { hovered?: boolean }).hovered && (filled ? styles.filledHover : styles.hover),
        state.pressed && styles.pressed,
        rest.disabled && styles.off,
      ]}
    >
      <Icon name={icon} size={21} tone={filled ? 'onAccent' : on ? 'accent' : 'muted'} />
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  base: { width: touch, height: touch, borderRadius: radius.round, alignItems: 'center', justifyContent: 'center' },
  hover: { backgroundColor: color.hover },
  filled: { backgroundColor: color.accent },
  filledHover: { backgroundColor: color.accentHover },
  pressed: { opacity: 0.8 },
  off: { opacity: 0.45 },
}));
