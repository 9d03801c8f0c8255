import { useEffect, useState } from 'react';

import type { Recording } from './player.types';

const nothing: Recording = { source: null, bytes: null, failed: false };

/**
 * Brings a recording into memory. A live WebM has no index, and a browser that has to ask the server for the place of a
 * word does not start within 150 ms; besides, the waveform is drawn from the same bytes.
 */
export function useRecording(url: string | null): Recording {
  const [loaded, setLoaded] = useState<{ url: string; recording: Recording } | null>(null);

  useEffect(() => {
    // What is local already plays at once.
    if (!url || url.startsWith('blob:')) return;
    const abort = new AbortController();
    let local: string | null = null;
    const load = async () => {
      const response = await fetch(url, { signal: abort.signal });
      if (!response.ok) throw new Error(`The recording answered ${response.status}`);
      const blob = await response.blob();
      const bytes = await blob.arrayBuffer();
      if (abort.signal.aborted) return;
      local = URL.createObjectURL(blob);
      setLoaded({ url, recording: { source: local, bytes, failed: false } });
    };
    load().catch(() => {
      if (!abort.signal.aborted) setLoaded({ url, recording: { ...nothing, failed: true } });
    });
    return () => {
      abort.abort();
      if (local) URL.revokeObjectURL(local);
    };
  }, [url]);

  if (url?.startsWith('blob:')) return { ...nothing, source: url };
  return loaded?.url === url ? loaded.recording : nothing;
}
