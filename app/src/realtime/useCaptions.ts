import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Captions, CaptionsState } from './captions';

export const CaptionsContext = createContext<Captions | null>(null);

/** What the captions of the recording under way say. */
export function useCaptions(): CaptionsState {
  const captions = useContext(CaptionsContext);
  if (!captions) throw new Error('useCaptions needs <AppStore> around it');
  return useSyncExternalStore(captions.subscribe, captions.getState);
}
