/** A disclosure: a line that opens what stands behind it. */
import { useState, type ReactNode } from 'react';
import { Pressable, View } from 'react-native';

import { makeStyles, radius, space, touch } from '@/theme';

import { Icon } from './Icon';
import { Text } from './Text';

interface DisclosureProps {
  label: string;
  startOpen?: boolean;
  children: ReactNode;
}

export function Disclosure({ label, startOpen = false, children }: DisclosureProps) {
  const styles = useStyles();
  const [open, setOpen] = useState(startOpen);
  return (
    <View style={styles.block}>
      <Pressable role="button" aria-expanded={open} onPress={() => setOpen(!open)} style={styles.line}>
        <View style={open ? styles.open : undefined}>
          <Icon name="down" size={18} tone="accent" />
        </View>
        <Text variant="small" tone="accent" strong>
          {label}
        </Text>
      </Pressable>
      {open && <View style={styles.content}>{children}</View>}
    </View>
  );
}

const useStyles = makeStyles(() => ({
  block: { gap: space.xs },
  line: {
    flexDirection: 'row',
    alignItems: 'center',
    alignSelf: 'flex-start',
    gap: space.xs + 2,
    minHeight: touch - 8,
    borderRadius: radius.s,
  },
  open: { transform: [{ rotate: '180deg' }] },
  content: { gap: space.s },
}));
