/** Two attempts beside each other: what it was, what it is, and whether that is a change. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, space, useLayout } from '@/theme';
import { Card, Chip, Heading, Text } from '@/ui';

import type { Row } from './compare';

interface CompareTableProps {
  title: string;
  rows: Row[];
  nameOf: (key: string) => string;
  /** A value in words. */
  show: (value: number, key: string) => string;
}

const tones = { better: 'accent', worse: 'warm', same: 'plain', unknown: 'plain' } as const;

export function CompareTable({ title, rows, nameOf, show }: CompareTableProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { rail } = useLayout();
  const judged = rail && rows.some(({ change }) => change !== null && change !== 'unknown');
  const value = (number: number | null, key: string) => (number === null ? '–' : show(number, key));
  return (
    <Card flush>
      <View style={styles.title}>
        <Heading level={2}>{title}</Heading>
      </View>
      <View role="table" aria-label={title}>
        <View role="row" style={styles.row}>
          <Cell role="columnheader" wide text={t('compare.what')} head />
          <Cell role="columnheader" text={t('compare.before')} head />
          <Cell role="columnheader" text={t('compare.now')} head />
          {judged && <Cell role="columnheader" text={t('compare.changed')} head change />}
        </View>
        {rows.map(({ key, before, now, change }) => (
          <View key={key} role="row" style={[styles.row, styles.ruled]}>
            <View role="rowheader" style={styles.wide}>
              <Text>{nameOf(key)}</Text>
              {!rail && <ChangeChip change={change} />}
            </View>
            <Cell text={value(before, key)} />
            <Cell text={value(now, key)} strong />
            {judged && (
              <View role={'cell' as never} style={styles.change}>
                <ChangeChip change={change} />
              </View>
            )}
          </View>
        ))}
      </View>
    </Card>
  );
}

function ChangeChip({ change }: Pick<Row, 'change'>) {
  const { t } = useTranslation();
  if (!change || change === 'unknown') return null;
  return <Chip tone={tones[change]} label={t(`compare.change.${change}`)} />;
}

interface CellProps {
  text: string;
  role?: 'cell' | 'columnheader';
  wide?: boolean;
  head?: boolean;
  strong?: boolean;
  change?: boolean;
}

function Cell({ text, role = 'cell', wide, head, strong, change }: CellProps) {
  const styles = useStyles();
  return (
    <View role={role as never} style={wide ? styles.wide : change ? styles.change : styles.cell}>
      <Text variant={head ? 'small' : 'body'} tone={head || !strong ? 'muted' : 'text'} strong={strong} tabular>
        {text}
      </Text>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  title: { paddingHorizontal: space.l + 4, paddingTop: space.l + 2, paddingBottom: space.s },
  row: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.m,
    paddingHorizontal: space.l + 4,
    paddingVertical: space.m,
  },
  ruled: { borderTopWidth: 1, borderTopColor: color.line },
  wide: { flex: 1, minWidth: 0, alignItems: 'flex-start', gap: space.xs },
  cell: { width: 76, alignItems: 'flex-end' },
  change: { width: 86, alignItems: 'flex-end' },
}));
