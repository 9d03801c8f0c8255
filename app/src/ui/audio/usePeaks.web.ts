import { useEffect, useState } from 'react';

import { peaksOf } from './peaks';

/** Enough for peaks, and a sixth of what playing needs. */
const RATE_HZ = 8000;

/** The peaks of a recording; undefined until they are known, null where the browser can not decode it. */
export function usePeaks(bytes: ArrayBuffer | null, count: number): number[] | null | undefined {
  const [peaks, setPeaks] = useState<number[] | null>();
  useEffect(() => {
    if (!bytes || count < 1) return;
    let current = true;
    // decodeAudioData takes the buffer away from its owner, hence the copy.
    new OfflineAudioContext(1, 1, RATE_HZ).decodeAudioData(bytes.slice(0)).then(
      (audio) => current && setPeaks(peaksOf(audio.getChannelData(0), count)),
      () => current && setPeaks(null),
    );
    return () => {
      current = false;
    };
  }, [bytes, count]);
  return peaks;
}
