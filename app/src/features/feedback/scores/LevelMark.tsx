/** A level of the rubric, 0 to 5, as five steps of which so many are reached. */
import { View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles } from '@/theme';
import { Text } from '@/ui';

import { MAX_LEVEL } from '../model';

export function LevelMark({ level }: { level: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  return (
    <View
      style={styles.row}
      role="img"
      aria-label={t('feedback.level', { level: format.number(level), max: format.number(MAX_LEVEL) })}
    >
      {Array.from({ length: MAX_LEVEL }, (_, at) => (
        <View key={at} style={[styles.step, at < level && styles.reached]} />
      ))}
      <Text variant="small" strong tabular aria-hidden>
        {format.number(level)}
        <Text variant="small" tone="muted">{` / ${MAX_LEVEL}`}</Text>
      </Text>
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: 4 },
  step: {
    width: 18,
    height: 8,
    borderRadius: 4,
    backgroundColor: color.sunken,
    borderWidth: 1,
    borderColor: color.edge,
  },
  reached: { backgroundColor: color.accent, borderColor: color.accent },
}));
