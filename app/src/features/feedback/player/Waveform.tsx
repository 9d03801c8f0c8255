/** The waveform with its playhead: shows the answer as sound, and takes a press or an arrow key to another place in it. */
import { memo, useState } from 'react';
import { Pressable, View, type GestureResponderEvent } from 'react-native';
import Svg, { Path } from 'react-native-svg';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, useTheme } from '@/theme';
import { web } from '@/ui';
import { usePosition, type Player } from '@/ui/audio';

interface WaveformProps {
  player: Player;
  peaks: number[];
  /** The sound has not been read yet. */
  busy: boolean;
  durationS: number;
}

const HEIGHT = 48;
/** Seconds that an arrow key moves. */
const STEP_S = 5;

export function Waveform({ player, peaks, busy, durationS }: WaveformProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { color } = useTheme();
  const [width, setWidth] = useState(0);
  const position = Math.min(usePosition(player), durationS);
  const played = durationS > 0 ? (position / durationS) * width : 0;

  function onKeyDown(event: { key: string; preventDefault: () => void }) {
    const to = { ArrowLeft: position - STEP_S, ArrowRight: position + STEP_S, Home: 0, End: durationS }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    player.seek(Math.min(durationS, Math.max(0, to)));
  }

  return (
    <Pressable
      role="slider"
      aria-label={t('player.position')}
      aria-busy={busy}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationS)}
      aria-valuenow={Math.round(position)}
      aria-valuetext={t('player.of', { position: format.duration(position), duration: format.duration(durationS) })}
      {...web({ onKeyDown })}
      onPress={(event) => width > 0 && player.seek((placeOf(event) / width) * durationS)}
      onLayout={(event) => setWidth(event.nativeEvent.layout.width)}
      style={styles.wave}
    >
      <View pointerEvents="none" style={styles.layer}>
        <Bars peaks={peaks} width={width} color={color.edge} />
        <View style={[styles.played, { width: played }]}>
          <Bars peaks={peaks} width={width} color={color.accent} />
        </View>
        <View style={[styles.head, { transform: [{ translateX: played - 1 }] }]} />
      </View>
    </Pressable>
  );
}

/** Pixels from the left edge; a browser's click names them otherwise than a touch. */
function placeOf({ nativeEvent }: GestureResponderEvent): number {
  return nativeEvent.locationX ?? (nativeEvent as unknown as MouseEvent).offsetX;
}

interface BarsProps {
  peaks: number[];
  width: number;
  color: string;
}

/** One path for all bars: the playhead moves with every frame, and these never change. */
const Bars = memo(function Bars({ peaks, width, color }: BarsProps) {
  if (width === 0) return null;
  const pitch = width / peaks.length;
  const d = peaks
    .map((peak, at) => {
      const half = Math.max(1.5, (peak * (HEIGHT - 6)) / 2);
      return `M${(at * pitch + pitch / 2).toFixed(1)} ${(HEIGHT / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
    })
    .join('');
  return (
    <Svg width={width} height={HEIGHT} aria-hidden>
      <Path d={d} stroke={color} strokeWidth={Math.max(1.5, pitch * 0.55)} strokeLinecap="round" />
    </Svg>
  );
});

const useStyles = makeStyles(({ color }) => ({
  wave: { height: HEIGHT, flex: 1, minWidth: 80, borderRadius: radius.s, ...web({ cursor: 'pointer' }) },
  layer: { height: HEIGHT },
  played: { position: 'absolute', left: 0, top: 0, bottom: 0, overflow: 'hidden' },
  head: { position: 'absolute', left: 0, top: 0, bottom: 0, width: 2, borderRadius: 1, backgroundColor: color.text },
}));
