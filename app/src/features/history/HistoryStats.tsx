/** The totals above the list. */
import { View } from 'react-native';

import type { SessionStats } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, space } from '@/theme';
import { Text } from '@/ui';

export function HistoryStats({ stats }: { stats: SessionStats }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const figures = [
    { label: t('history.stats.answers'), value: format.number(stats.total) },
    { label: t('history.stats.time'), value: format.duration(stats.practice_s) },
    {
      label: t('history.stats.average'),
      value: stats.average_score === null ? '–' : format.number(stats.average_score),
    },
  ];
  return (
    <View style={styles.row}>
      {figures.map(({ label, value }) => (
        <View key={label} style={styles.figure}>
          <Text variant="lead" strong tabular>
            {value}
          </Text>
          <Text variant="small" tone="muted">
            {label}
          </Text>
        </View>
      ))}
    </View>
  );
}

const useStyles = makeStyles(() => ({
  row: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.huge, rowGap: space.m },
  figure: { gap: 2 },
}));
