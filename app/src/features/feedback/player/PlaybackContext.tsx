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
  /** Asks for the recording again. */
  retry: () => void;
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

const PlaybackContext = createContext<Playback>({
  player: silent,
  peaks: null,
  url: null,
  failed: false,
  retry: () => {},
});

/** Bars of the waveform: as many as can be told apart at the width of a page. */
export const BARS = 160;

interface PlaybackProviderProps {
  url: string | null;
  /** Where it can be read could not be found out. */
  failed: boolean;
  onRetry: () => void;
  children: ReactNode;
}

export function PlaybackProvider({ url, failed, onRetry, children }: PlaybackProviderProps) {
  const recording = useRecording(url);
  const player = usePlayer(recording.source);
  const peaks = usePeaks(recording.bytes, BARS);
  return (
    <PlaybackContext.Provider
      value={{
        player,
        peaks,
        url,
        failed: recording.failed || (failed && recording.source === null),
        retry: onRetry,
      }}
    >
      {children}
    </PlaybackContext.Provider>
  );
}

export function usePlayback(): Playback {
  return useContext(PlaybackContext);
}
