/** What a place says while there is nothing in it: what belongs here, and how the first one comes. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { Heading } from './Heading';
import { Icon, type IconName } from './Icon';
import { Text } from './Text';

interface EmptyStateProps {
  icon: IconName;
  /** Left out where the page's own heading says it. */
  title?: string;
  children?: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  const styles = useStyles();
  return (
    <View style={styles.empty}>
      <View style={styles.icon}>
        <Icon name={icon} size={28} tone="accentText" />
      </View>
      {title ? (
        <Heading level={2} centered>
          {title}
        </Heading>
      ) : null}
      {children ? (
        <Text tone="muted" centered style={styles.words}>
          {children}
        </Text>
      ) : null}
      {action ? <View style={styles.action}>{action}</View> : null}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  empty: { alignItems: 'center', paddingVertical: space.huge, paddingHorizontal: space.xl, gap: space.s },
  icon: {
    width: 64,
    height: 64,
    marginBottom: space.s,
    borderRadius: radius.round,
    alignItems: 'center',
    justifyContent: 'center',
    backgroundColor: color.accentSoft,
  },
  words: { maxWidth: 420 },
  action: { marginTop: space.m, alignItems: 'center' },
}));
