/** A banner: something that holds for the whole screen, with what can be done about it. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { Icon, type IconName } from './Icon';
import { Text } from './Text';

type BannerKind = 'info' | 'warning' | 'error' | 'good';

interface BannerProps {
  kind?: BannerKind;
  icon?: IconName;
  title?: string;
  children?: ReactNode;
  /** Buttons, under the words. */
  actions?: ReactNode;
}

const looks = {
  info: { icon: 'info', tone: 'cool' },
  warning: { icon: 'alert', tone: 'warm' },
  error: { icon: 'alert', tone: 'danger' },
  good: { icon: 'check', tone: 'accentText' },
} as const;

export function Banner({ kind = 'info', icon, title, children, actions }: BannerProps) {
  const styles = useStyles();
  const look = looks[kind];
  return (
    <View role={kind === 'error' ? 'alert' : 'status'} style={[styles.banner, styles[kind]]}>
      <View style={styles.icon}>
        <Icon name={icon ?? look.icon} size={20} tone={look.tone} />
      </View>
      <View style={styles.words}>
        {title ? <Text strong>{title}</Text> : null}
        {typeof children === 'string' ? <Text variant="small">{children}</Text> : children}
        {actions ? <View style={styles.actions}>{actions}</View> : null}
      </View>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  banner: { flexDirection: 'row', gap: space.m, padding: space.l, borderRadius: radius.m + 2 },
  info: { backgroundColor: color.coolSoft },
  warning: { backgroundColor: color.warmSoft },
  error: { backgroundColor: color.dangerSoft },
  good: { backgroundColor: color.accentSoft },
  icon: { paddingTop: 1 },
  words: { flex: 1, gap: space.xs },
  actions: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s, marginTop: space.s },
}));
