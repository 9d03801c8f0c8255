import { setAudioModeAsync, useAudioPlayer, useAudioPlayerStatus, type AudioPlayer } from 'expo-audio';
import { useCallback, useEffect, useMemo, useRef } from 'react';

import type { Player } from './player.types';

/** Milliseconds between looks at the position: a quote may overrun its end by that much. */
const INTERVAL_MS = 50;

/** This near to its end a recording has ended; seconds. */
const END_S = 0.1;

let audible: Promise<void> | null = null;

/** A phone whose ring switch is off is silent until it is told otherwise, once. */
function beAudible(): Promise<void> {
  audible ??= setAudioModeAsync({ allowsRecording: false, playsInSilentMode: true }).catch(() => {
    audible = null;
  });
  return audible;
}

async function playFrom(player: AudioPlayer, seconds: number | undefined): Promise<void> {
  await beAudible();
  // The system's player stays at its end.
  const ended = player.duration > 0 && player.currentTime >= player.duration - END_S;
  const from = seconds ?? (ended ? 0 : undefined);
  if (from !== undefined) await player.seekTo(from);
  player.play();
}

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
      void playFrom(player, seconds);
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
