import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { Player } from './player.types';

/** Plays through an audio element that is loaded before anybody asks for it. */
export function usePlayer(source: string | null): Player {
  const audio = useRef<HTMLAudioElement | null>(null);
  const stopAt = useRef<number | null>(null);
  const [state, setState] = useState({ ready: false, playing: false, moves: 0 });
  const [rate, setRateState] = useState(1);

  useEffect(() => {
    if (!source) return;
    const element = new Audio(source);
    element.preload = 'auto';
    element.oncanplay = () => setState((before) => ({ ...before, ready: true }));
    element.onplay = () => setState((before) => ({ ...before, playing: true }));
    element.onpause = () => setState((before) => ({ ...before, playing: false }));
    element.onseeked = () => setState((before) => ({ ...before, moves: before.moves + 1 }));
    audio.current = element;
    return () => {
      element.pause();
      element.removeAttribute('src');
      audio.current = null;
      setState({ ready: false, playing: false, moves: 0 });
    };
  }, [source]);

  // A quote ends where its last word ends; the element's own events come four times a second, too coarse for that.
  useEffect(() => {
    if (!state.playing) return;
    let frame = requestAnimationFrame(function watch() {
      const element = audio.current;
      if (element && stopAt.current !== null && element.currentTime >= stopAt.current) {
        stopAt.current = null;
        element.pause();
      }
      frame = requestAnimationFrame(watch);
    });
    return () => cancelAnimationFrame(frame);
  }, [state.playing]);

  const play = useCallback((seconds?: number, until?: number) => {
    const element = audio.current;
    if (!element) return;
    stopAt.current = until ?? null;
    if (seconds !== undefined) element.currentTime = seconds;
    element.play().catch(() => setState((before) => ({ ...before, playing: false })));
  }, []);
  const pause = useCallback(() => audio.current?.pause(), []);
  const seek = useCallback((seconds: number) => {
    stopAt.current = null;
    if (audio.current) audio.current.currentTime = seconds;
  }, []);
  const setRate = useCallback((next: number) => {
    setRateState(next);
    if (audio.current) audio.current.playbackRate = next;
  }, []);
  const position = useCallback(() => audio.current?.currentTime ?? 0, []);

  // A new object after every move, so that whatever shows the position looks again.
  return useMemo(
    () => ({ ready: state.ready, playing: state.playing, play, pause, seek, rate, setRate, position }),
    [state, play, pause, seek, rate, setRate, position],
  );
}
