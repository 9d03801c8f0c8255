/** Two columns where there is room for them, one below the other where there is not. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { makeStyles, space, useLayout } from '@/theme';

import { web } from './web';

interface ColumnsProps {
  main: ReactNode;
  aside: ReactNode;
  /** The share of the width that `main` gets, 0 to 1. */
  share?: number;
  /** In one column, `aside` comes first. */
  asideFirst?: boolean;
  /** `aside` stays in sight while `main` scrolls (on the web). */
  stickyAside?: boolean;
}

export function Columns({ main, aside, share = 0.6, asideFirst, stickyAside }: ColumnsProps) {
  const styles = useStyles();
  const { twoColumns } = useLayout();
  if (!twoColumns) {
    return (
      <View style={styles.column}>
        {asideFirst ? aside : main}
        {asideFirst ? main : aside}
      </View>
    );
  }
  return (
    <View style={styles.row}>
      <View style={[styles.column, { flex: share }]}>{main}</View>
      <View style={[styles.column, { flex: 1 - share }, stickyAside && styles.sticky]}>{aside}</View>
    </View>
  );
}

const useStyles = makeStyles(() => ({
  row: { flexDirection: 'row', alignItems: 'flex-start', gap: space.xl + 4 },
  sticky: { ...web({ position: 'sticky', top: space.xl }) },
  column: { gap: space.xl, minWidth: 0 },
}));
