/** What the marks in the transcript mean. */
import { View } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Text } from '@/ui';

interface LegendProps {
  evidence: boolean;
  fillers: boolean;
  pauses: boolean;
}

export function Legend({ evidence, fillers, pauses }: LegendProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const shown = [evidence && 'evidence', fillers && 'filler', pauses && 'pause'].filter((key) => key !== false) as (
    'evidence' | 'filler' | 'pause'
  )[];
  if (shown.length === 0) return null;
  return (
    <View role="group" style={styles.legend} aria-label={t('transcript.legend.label')}>
      {shown.map((key) => (
        <View key={key} style={styles.entry}>
          <View style={[styles.swatch, styles[key]]} />
          <Text variant="caption" tone="muted">
            {t(`transcript.legend.${key}`)}
          </Text>
        </View>
      ))}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  legend: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.l, rowGap: space.xs },
  entry: { flexDirection: 'row', alignItems: 'center', gap: space.xs + 2 },
  swatch: { width: 16, height: 12, borderRadius: radius.s / 2 },
  evidence: { backgroundColor: color.accentSoft, borderWidth: 1, borderColor: color.accent },
  filler: { borderBottomWidth: 2, borderStyle: 'dotted', borderColor: color.warm, borderRadius: 0 },
  pause: { backgroundColor: color.coolSoft, borderWidth: 1, borderColor: color.cool },
}));
