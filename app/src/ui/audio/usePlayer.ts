import { useAudioPlayer, useAudioPlayerStatus } from 'expo-audio';
import { useCallback, useEffect, useMemo, useRef } from 'react';

import type { Player } from './player.types';

/** Milliseconds between looks at the position: a quote may overrun its end by that much. */
const INTERVAL_MS = 50;

/** Plays with the system's player, which keeps what it has read. */
export function usePlayer(source: string | null): Player {
  const player = useAudioPlayer(source, { updateInterval: INTERVAL_MS });
  const status = useAudioPlayerStatus(player);
  const stopAt = useRef<number | null>(null);

  useEffect(() => {
    if (stopAt.current !== null && status.currentTime >= stopAt.current) {
      stopAt.current = null;
      player.pause();
    }
  }, [player, status.currentTime]);

  const play = useCallback(
    (seconds?: number, until?: number) => {
      stopAt.current = until ?? null;
      if (seconds === undefined) player.play();
      else void player.seekTo(seconds).then(() => player.play());
    },
    [player],
  );
  const pause = useCallback(() => player.pause(), [player]);
  const seek = useCallback((seconds: number) => void player.seekTo(seconds), [player]);
  const setRate = useCallback((rate: number) => player.setPlaybackRate(rate), [player]);
  const position = useCallback(() => player.currentTime, [player]);

  return useMemo(
    () => ({
      ready: status.isLoaded,
      playing: status.playing,
      play,
      pause,
      seek,
      rate: status.playbackRate,
      setRate,
      position,
    }),
    [status.isLoaded, status.playing, status.playbackRate, play, pause, seek, setRate, position],
  );
}
