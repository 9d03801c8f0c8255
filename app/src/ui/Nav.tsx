/** The way between the main places: a rail at the side of a wide window, tabs at the bottom of a phone. */
import { usePathname, type Href } from 'expo-router';
import type { ReactNode } from 'react';
import { Platform, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { makeStyles, measure, radius, space, touch } from '@/theme';

import { Icon, type IconName } from './Icon';
import { LinkBox } from './LinkBox';
import { Logo } from './Logo';
import { Text } from './Text';
import { web } from './web';

export interface Place {
  href: Href & string;
  label: string;
  icon: IconName;
}

interface NavProps {
  label: string;
  places: readonly Place[];
  /** At the foot of the rail. */
  children?: ReactNode;
}

export function SideRail({ label, places, children }: NavProps) {
  const styles = useStyles();
  const path = usePathname();
  return (
    <View role="navigation" aria-label={label} style={styles.rail}>
      <View style={styles.brand}>
        <Logo name="Greenroom" />
      </View>
      {places.map((place) => (
        <NavLink key={place.href} place={place} current={isAt(path, place.href)} look="row" />
      ))}
      <View style={styles.foot}>{children}</View>
    </View>
  );
}

export function BottomTabs({ label, places }: NavProps) {
  const styles = useStyles();
  const path = usePathname();
  const { bottom } = useSafeAreaInsets();
  return (
    <View role="navigation" aria-label={label} style={[styles.tabs, { paddingBottom: bottom }]}>
      {places.map((place) => (
        <NavLink key={place.href} place={place} current={isAt(path, place.href)} look="tab" />
      ))}
    </View>
  );
}

function NavLink({ place, current, look }: { place: Place; current: boolean; look: 'row' | 'tab' }) {
  const styles = useStyles();
  // The browser's back button walks through the places; a phone's back gesture leaves the app from any of them.
  return (
    <LinkBox
      href={place.href}
      replace={Platform.OS !== 'web'}
      {...web({ 'aria-current': current ? 'page' : undefined })}
      look={({ hovered }) => [
        styles[look],
        hovered && !current && styles.hover,
        current && look === 'row' && styles.current,
      ]}
    >
      <View style={look === 'tab' && [styles.pill, current && styles.current]}>
        <Icon name={place.icon} size={look === 'tab' ? 22 : 20} tone={current ? 'accentText' : 'muted'} />
      </View>
      <Text
        variant={look === 'tab' ? 'caption' : 'body'}
        tone={current ? 'accentText' : 'muted'}
        strong={current}
        numberOfLines={1}
        style={look === 'tab' && styles.tabLabel}
        maxFontSizeMultiplier={1.3}
      >
        {place.label}
      </Text>
    </LinkBox>
  );
}

function isAt(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}

const useStyles = makeStyles(({ color, textScale }) => ({
  rail: {
    width: measure.rail * Math.min(textScale, 1.4),
    paddingHorizontal: space.m,
    paddingVertical: space.xl,
    gap: space.xs,
    backgroundColor: color.surface,
    borderRightWidth: 1,
    borderRightColor: color.line,
  },
  brand: { paddingHorizontal: space.m, paddingBottom: space.xl },
  foot: { flex: 1, justifyContent: 'flex-end', gap: space.s },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    minHeight: touch,
    paddingHorizontal: space.m,
    borderRadius: radius.m,
  },
  hover: { backgroundColor: color.hover },
  current: { backgroundColor: color.accentSoft },
  tabs: { flexDirection: 'row', backgroundColor: color.surface, borderTopWidth: 1, borderTopColor: color.line },
  tab: {
    flex: 1,
    alignItems: 'center',
    justifyContent: 'center',
    gap: 2,
    paddingVertical: space.xs + 2,
    minHeight: 58,
    borderRadius: radius.s,
  },
  // Four words share the width of a phone: they grow with the text, but not until they are cut off.
  tabLabel: { fontSize: 13 * Math.min(textScale, 1.25), lineHeight: 18 * Math.min(textScale, 1.25) },
  pill: { paddingHorizontal: space.l, paddingVertical: 3, borderRadius: radius.round },
}));
