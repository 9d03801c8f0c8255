/** Two columns where there is room for them, one below the other where there is not. */
import type { ReactNode } from 'react';
import { View } from 'react-native';

import { makeStyles, space, useLayout } from '@/theme';

interface ColumnsProps {
  main: ReactNode;
  aside: ReactNode;
  /** The share of the width that `main` gets, 0 to 1. */
  share?: number;
  /** In one column, `aside` comes first. */
  asideFirst?: boolean;
}

export function Columns({ main, aside, share = 0.6, asideFirst }: ColumnsProps) {
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
      <View style={[styles.column, { flex: 1 - share }]}>{aside}</View>
    </View>
  );
}

const useStyles = makeStyles(() => ({
  row: { flexDirection: 'row', alignItems: 'flex-start', gap: space.xl + 4 },
  column: { gap: space.xl, minWidth: 0 },
}));
