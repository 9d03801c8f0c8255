/** The recording of the answer at hand, for everything on the page that can be heard. */
import { createContext, useContext, type ReactNode } from 'react';

import { usePeaks, usePlayer, useRecording, type Player } from '@/ui/audio';

interface Playback {
  player: Player;
  /** Undefined until they are known, null where they can not be. */
  peaks: number[] | null | undefined;
  /** Null for an answer whose recording is not there. */
  url: string | null;
  failed: boolean;
}

const silent: Player = {
  ready: false,
  playing: false,
  play: () => {},
  pause: () => {},
  seek: () => {},
  rate: 1,
  setRate: () => {},
  position: () => 0,
};

const PlaybackContext = createContext<Playback>({ player: silent, peaks: null, url: null, failed: false });

/** Bars of the waveform: as many as can be told apart at the width of a page. */
export const BARS = 160;

export function PlaybackProvider({ url, children }: { url: string | null; children: ReactNode }) {
  const recording = useRecording(url);
  const player = usePlayer(recording.source);
  const peaks = usePeaks(recording.bytes, BARS);
  return (
    <PlaybackContext.Provider value={{ player, peaks, url, failed: recording.failed }}>
      {children}
    </PlaybackContext.Provider>
  );
}

export function usePlayback(): Playback {
  return useContext(PlaybackContext);
}
