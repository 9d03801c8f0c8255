/** A card: one thing on the page, set apart from the others. */
import { View, type ViewProps } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

interface CardProps extends ViewProps {
  /** The one card of a screen that asks for attention. */
  accent?: boolean;
  /** For lists, whose rows bring their own padding. */
  flush?: boolean;
}

export function Card({ accent, flush, style, ...rest }: CardProps) {
  const styles = useStyles();
  return <View {...rest} style={[styles.card, flush && styles.flush, accent && styles.accent, style]} />;
}

const useStyles = makeStyles(({ color }) => ({
  card: {
    backgroundColor: color.surface,
    borderColor: color.line,
    borderWidth: 1,
    borderRadius: radius.l,
    padding: space.xl - 4,
    gap: space.m,
  },
  flush: { padding: 0, gap: 0, overflow: 'hidden' },
  accent: { backgroundColor: color.accentSoft, borderColor: color.accentSoft },
}));
