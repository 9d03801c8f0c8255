/** The player: play and pause, the waveform, the time, the speed. */
import { useMemo } from 'react';
import { Pressable, View } from 'react-native';

import type { Word } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Button, IconButton, Text } from '@/ui';
import { RATES, spokenPeaks, usePosition, type Player } from '@/ui/audio';

import { BARS, usePlayback } from './PlaybackContext';
import { Waveform } from './Waveform';

/** Before the sound has been read. */
const flat = Array<number>(BARS).fill(0.04);

interface PlayerBarProps {
  words: Word[];
  durationS: number;
}

export function PlayerBar({ words, durationS }: PlayerBarProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { player, peaks, failed, retry } = usePlayback();
  const drawn = useMemo(() => spokenPeaks(words, durationS, BARS), [words, durationS]);
  if (failed) {
    return (
      <View style={styles.bar}>
        <Text variant="small" tone="muted" style={styles.words}>
          {t('player.failed')}
        </Text>
        <Button size="s" icon="repeat" label={t('action.tryAgain')} onPress={retry} />
      </View>
    );
  }
  return (
    <View style={styles.bar} role="group" aria-label={t('player.label')}>
      <IconButton
        filled
        icon={player.playing ? 'pause' : 'play'}
        label={player.playing ? t('player.pause') : t('player.play')}
        disabled={!player.ready}
        onPress={() => (player.playing ? player.pause() : player.play())}
      />
      <Waveform
        player={player}
        peaks={peaks === undefined ? flat : (peaks ?? drawn)}
        busy={peaks === undefined}
        durationS={durationS}
      />
      <View style={styles.side}>
        <Time player={player} durationS={durationS} />
        <Speed player={player} />
      </View>
    </View>
  );
}

function Time({ player, durationS }: { player: Player; durationS: number }) {
  const format = useFormat();
  const position = usePosition(player);
  return (
    <Text variant="caption" tone="muted" tabular aria-hidden>
      {`${format.clock(position)} / ${format.clock(durationS)}`}
    </Text>
  );
}

function Speed({ player }: { player: Player }) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const at = RATES.findIndex((rate) => rate === player.rate);
  const rate = format.number(player.rate, player.rate % 1 === 0 ? 0 : 2);
  return (
    <Pressable
      role="button"
      aria-label={t('player.speed', { rate })}
      onPress={() => player.setRate(RATES[(at + 1) % RATES.length]!)}
      hitSlop={8}
      style={styles.speed}
    >
      <Text variant="caption" tone="accent">
        {`${rate}×`}
      </Text>
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  bar: { flexDirection: 'row', alignItems: 'center', gap: space.m },
  words: { flex: 1 },
  side: { alignItems: 'flex-end', gap: 2 },
  speed: {
    paddingHorizontal: space.s,
    minHeight: 24,
    justifyContent: 'center',
    borderRadius: radius.round,
    backgroundColor: color.sunken,
  },
}));
