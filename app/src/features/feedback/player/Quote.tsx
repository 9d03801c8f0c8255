/** Words of the candidate that carry a claim. A press plays them. */
import { Pressable, View } from 'react-native';

import type { Evidence } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Button, Icon, Text } from '@/ui';

import { usePlayback } from './PlaybackContext';

/** Seconds of sound before the first word, so that it is not cut off. */
const RUN_UP_S = 0.12;

export function Quote({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { player, url } = usePlayback();
  const { quote, start_s, end_s } = evidence;
  const words = <Text variant="small" style={styles.text}>{`“${quote}”`}</Text>;
  if (!url) return <View style={styles.quote}>{words}</View>;
  return (
    <Pressable
      role="button"
      aria-label={t('player.quote', { quote, time: format.clock(start_s) })}
      onPress={() => player.play(Math.max(0, start_s - RUN_UP_S), end_s)}
      style={(state) => [
        styles.quote,
        (state as { hovered?: boolean }).hovered && styles.hover,
        state.pressed && styles.pressed,
      ]}
    >
      <Icon name="play" size={14} tone="accent" />
      {words}
      <Text variant="caption" tone="muted" tabular>
        {format.clock(start_s)}
      </Text>
    </Pressable>
  );
}

/** The same without the words, where they stand already. */
export function HearIt({ evidence }: { evidence: Evidence }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { player, url } = usePlayback();
  const { quote, start_s, end_s } = evidence;
  if (!url) return null;
  return (
    <Button
      kind="quiet"
      size="s"
      icon="play"
      label={t('player.hear', { time: format.clock(start_s) })}
      aria-label={`${t('player.hear', { time: format.clock(start_s) })}: “${quote}”`}
      onPress={() => player.play(Math.max(0, start_s - RUN_UP_S), end_s)}
    />
  );
}

export function Quotes({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return null;
  return (
    <View style={{ gap: space.xs + 2 }}>
      {evidence.map((one, at) => (
        <Quote key={`${at} ${one.quote}`} evidence={one} />
      ))}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  quote: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.s,
    minHeight: 36,
    paddingVertical: space.xs + 2,
    paddingHorizontal: space.m,
    borderRadius: radius.s,
    borderLeftWidth: 3,
    borderLeftColor: color.accent,
    backgroundColor: color.page,
  },
  hover: { backgroundColor: color.hover },
  pressed: { opacity: 0.8 },
  text: { flex: 1, fontStyle: 'italic' },
}));
