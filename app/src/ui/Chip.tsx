/** A chip: a short label. With `onPress` it is a filter that is on or off; without, it only says what something is. */
import { Pressable, View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { Icon, type IconName } from './Icon';
import { Text, type Tone } from './Text';

interface ChipProps {
  label: string;
  icon?: IconName;
  tone?: 'plain' | 'accent' | 'warm' | 'cool' | 'danger';
  selected?: boolean;
  onPress?: () => void;
}

const inks: Record<NonNullable<ChipProps['tone']>, Tone> = {
  plain: 'text',
  accent: 'accentText',
  warm: 'warm',
  cool: 'cool',
  danger: 'danger',
};

export function Chip({ label, icon, tone = 'plain', selected, onPress }: ChipProps) {
  const styles = useStyles();
  const ink = selected ? 'onAccent' : inks[tone];
  const content = (
    <>
      {icon && <Icon name={icon} size={15} tone={ink} />}
      <Text variant="caption" tone={ink}>
        {label}
      </Text>
    </>
  );
  if (!onPress) return <View style={[styles.chip, styles.label, styles[tone]]}>{content}</View>;
  return (
    <Pressable
      role="button"
      aria-pressed={Boolean(selected)}
      onPress={onPress}
      hitSlop={4}
      style={(state) => [
        styles.chip,
        styles.filter,
        (state as { hovered?: boolean }).hovered && styles.hover,
        selected && styles.selected,
        state.pressed && styles.pressed,
      ]}
    >
      {content}
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  chip: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.xs + 1,
    borderRadius: radius.round,
  },
  label: { paddingHorizontal: space.s + 2, paddingVertical: 3 },
  filter: {
    minHeight: 36,
    paddingHorizontal: space.m + 2,
    borderWidth: 1,
    borderColor: color.edge,
    backgroundColor: color.surface,
  },
  hover: { backgroundColor: color.hover },
  selected: { backgroundColor: color.accent, borderColor: color.accent },
  pressed: { opacity: 0.8 },
  plain: { backgroundColor: color.sunken },
  accent: { backgroundColor: color.accentSoft },
  warm: { backgroundColor: color.warmSoft },
  cool: { backgroundColor: color.coolSoft },
  danger: { backgroundColor: color.dangerSoft },
}));
