/** A screen: one page with its title, its heading, its column or two, and what stays in the thumb's reach below. */
import type { ReactNode } from 'react';
import { ScrollView, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { makeStyles, measure, space, useLayout, type TextVariant } from '@/theme';

import { Heading } from './Heading';
import { Text } from './Text';
import { useArrival } from './useArrival';
import { usePageTitle } from './usePageTitle';
import { useScrollMemory } from './useScrollMemory';
import { web } from './web';

interface ScreenProps {
  /** The document's title, and the heading unless `heading` says otherwise. */
  title: string;
  heading?: string;
  headingVariant?: TextVariant;
  /** A line above the heading. */
  eyebrow?: ReactNode;
  /** A line below the heading. */
  lead?: string;
  /** The way back, above everything. */
  back?: ReactNode;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  /** Held at the bottom edge while the page scrolls. */
  footer?: ReactNode;
  width?: 'page' | 'prose' | 'form';
  /** In the middle of the height, for a page with little on it. */
  centred?: boolean;
  children?: ReactNode;
}

export function Screen({
  title,
  heading = title,
  headingVariant,
  eyebrow,
  lead,
  back,
  actions,
  footer,
  width = 'page',
  centred,
  children,
}: ScreenProps) {
  const styles = useStyles();
  const { rail } = useLayout();
  const insets = useSafeAreaInsets();
  const headingRef = useArrival();
  const scroll = useScrollMemory();
  usePageTitle(title);
  const widest = width === 'form' ? measure.form : measure.page;
  const column = [
    styles.column,
    { maxWidth: widest + (rail ? space.huge : space.l) * 2 },
    rail ? styles.roomy : styles.snug,
  ];
  return (
    <View role="main" style={styles.screen}>
      <ScrollView
        {...scroll}
        style={styles.scroll}
        contentContainerStyle={[styles.content, { paddingTop: insets.top }, centred && styles.centred]}
        keyboardShouldPersistTaps="handled"
        {...web({ tabIndex: -1 })}
      >
        <View style={column}>
          {back}
          <View style={styles.head}>
            <View style={styles.words}>
              {typeof eyebrow === 'string' ? (
                <Text variant="caption" tone="muted">
                  {eyebrow}
                </Text>
              ) : (
                eyebrow
              )}
              <Heading level={1} ref={headingRef} focusable {...(headingVariant && { variant: headingVariant })}>
                {heading}
              </Heading>
              {lead ? <Text tone="muted">{lead}</Text> : null}
            </View>
            {actions ? <View style={styles.actions}>{actions}</View> : null}
          </View>
          {width === 'prose' ? <View style={styles.prose}>{children}</View> : children}
        </View>
      </ScrollView>
      {footer ? <View style={[styles.footer, { paddingBottom: insets.bottom }]}>{footer}</View> : null}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  screen: { flex: 1, backgroundColor: color.page },
  scroll: { flex: 1 },
  content: { flexGrow: 1 },
  centred: { justifyContent: 'center' },
  column: { width: '100%', alignSelf: 'center', gap: space.xl },
  roomy: { paddingHorizontal: space.huge, paddingTop: space.xxl + 8, paddingBottom: space.huge * 1.5 },
  snug: { paddingHorizontal: space.l, paddingTop: space.xl, paddingBottom: space.huge },
  head: {
    flexDirection: 'row',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    justifyContent: 'space-between',
    gap: space.m,
  },
  words: { flexGrow: 1, flexShrink: 1, flexBasis: 300, gap: space.xs + 2, maxWidth: measure.prose + 40 },
  actions: { flexDirection: 'row', flexWrap: 'wrap', flexShrink: 1, gap: space.s },
  prose: { maxWidth: measure.prose, gap: space.xl },
  footer: { backgroundColor: color.surface, borderTopWidth: 1, borderTopColor: color.line },
}));
