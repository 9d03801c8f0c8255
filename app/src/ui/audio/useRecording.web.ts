import { useEffect, useState } from 'react';

import type { Recording } from './player.types';

const nothing: Recording = { source: null, bytes: null, failed: false };

/**
 * Brings a recording into memory. A live WebM has no index, and a browser that has to ask the server for the place of a
 * word does not start within 150 ms; besides, the waveform is drawn from the same bytes. An address runs out and is followed by
 * another one; once the bytes are here, that changes nothing.
 */
export function useRecording(url: string | null): Recording {
  const [loaded, setLoaded] = useState<Recording | null>(null);
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  // What is local already plays at once.
  const wanted = loaded || url?.startsWith('blob:') ? null : url;

  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    const load = async () => {
      const response = await fetch(wanted, { signal: abort.signal });
      if (!response.ok) throw new Error(`The recording answered ${response.status}`);
      const blob = await response.blob();
      const bytes = await blob.arrayBuffer();
      if (!abort.signal.aborted) setLoaded({ source: URL.createObjectURL(blob), bytes, failed: false });
    };
    load().catch(() => {
      if (!abort.signal.aborted) setFailedUrl(wanted);
    });
    return () => abort.abort();
  }, [wanted]);

  const local = loaded?.source;
  useEffect(() => {
    if (local) return () => URL.revokeObjectURL(local);
  }, [local]);

  if (url?.startsWith('blob:')) return { ...nothing, source: url };
  return loaded ?? { ...nothing, failed: url !== null && failedUrl === url };
}
