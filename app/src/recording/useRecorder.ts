import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import type { RecordingState } from './phase';
import type { TakeRecorder } from './takeRecorder';

export const TakeRecorderContext = createContext<TakeRecorder | null>(null);

function useTakeRecorder(): TakeRecorder {
  const recorder = useContext(TakeRecorderContext);
  if (!recorder) throw new Error('the recording hooks need <AppStore> around them');
  return recorder;
}

export type RecorderView = RecordingState &
  Pick<TakeRecorder, 'prepare' | 'start' | 'pause' | 'resume' | 'stop' | 'cancel' | 'release'>;

/** The recording at hand and what can be done with it. It lives longer than the screen that shows it. */
export function useRecorder(): RecorderView {
  const recorder = useTakeRecorder();
  const state = useSyncExternalStore(recorder.subscribe, recorder.getState);
  return useMemo(
    () => ({
      ...state,
      prepare: () => recorder.prepare(),
      start: (request) => recorder.start(request),
      pause: () => recorder.pause(),
      resume: () => recorder.resume(),
      stop: () => recorder.stop(),
      cancel: () => recorder.cancel(),
      release: () => recorder.release(),
    }),
    [recorder, state],
  );
}

/** The level of the microphone, 0..1, about 20 times a second. */
export function useLevel(): number {
  const recorder = useTakeRecorder();
  return useSyncExternalStore(recorder.subscribeLevel, recorder.getLevel);
}

/** Milliseconds recorded without pauses, in steps of 200 ms so that a rerender between two steps shows the same. */
export function useElapsedMs(): number {
  const recorder = useTakeRecorder();
  return useSyncExternalStore(recorder.subscribeElapsed, () => Math.floor(recorder.getElapsedMs() / 200) * 200);
}
