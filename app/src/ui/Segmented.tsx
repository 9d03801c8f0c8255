/** Segmented control: one choice out of a few, all of them in sight. */
import { Pressable, View } from 'react-native';

import { makeStyles, radius, space, touch } from '@/theme';

import { Text } from './Text';
import { web } from './web';

interface SegmentedProps<V extends string | number> {
  /** What is chosen, for a screen reader. */
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  /** `tabs` switches what stands below it; `radio` sets something. */
  role?: 'tabs' | 'radio';
}

export function Segmented<V extends string | number>({
  label,
  value,
  options,
  onChange,
  role = 'radio',
}: SegmentedProps<V>) {
  const styles = useStyles();
  const tabs = role === 'tabs';

  /** The arrow keys move the choice, as the pattern asks; the Tab key goes past the whole control. */
  function onKeyDown(event: KeyboardEvent & { currentTarget: HTMLElement }, at: number) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (at + step + options.length) % options.length;
    onChange(options[next]!.value);
    (event.currentTarget.parentElement?.children[next] as HTMLElement | undefined)?.focus();
  }

  return (
    <View role={tabs ? 'tablist' : 'radiogroup'} aria-label={label} style={styles.track}>
      {options.map((option, at) => {
        const on = option.value === value;
        return (
          <Pressable
            key={option.value}
            role={tabs ? 'tab' : 'radio'}
            {...(tabs ? { 'aria-selected': on } : { 'aria-checked': on })}
            {...web({
              tabIndex: on ? 0 : -1,
              onKeyDown: (event: Parameters<typeof onKeyDown>[0]) => onKeyDown(event, at),
            })}
            onPress={() => onChange(option.value)}
            style={(state) => [
              styles.option,
              (state as { hovered?: boolean }).hovered && !on && styles.hover,
              on && styles.on,
            ]}
          >
            <Text variant="small" strong={on} tone={on ? 'text' : 'muted'} centered numberOfLines={1}>
              {option.label}
            </Text>
          </Pressable>
        );
      })}
    </View>
  );
}

const useStyles = makeStyles(({ color, scheme }) => ({
  track: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignSelf: 'stretch',
    padding: 3,
    gap: 2,
    borderRadius: radius.m + 2,
    backgroundColor: color.sunken,
  },
  option: {
    flexGrow: 1,
    flexShrink: 1,
    flexBasis: 'auto',
    minHeight: touch - 6,
    paddingHorizontal: space.s,
    justifyContent: 'center',
    borderRadius: radius.m,
    borderWidth: 1,
    borderColor: 'transparent',
  },
  hover: { backgroundColor: color.hover },
  on: { backgroundColor: scheme === 'dark' ? color.page : color.surface, borderColor: color.edge },
}));
