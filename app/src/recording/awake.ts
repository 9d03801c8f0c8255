/** Staying awake: a screen that goes dark while somebody speaks would take the microphone along. */
import { activateKeepAwakeAsync, deactivateKeepAwake } from 'expo-keep-awake';

const TAG = 'recording';

/** What keeps the screen on is a help: a browser may refuse it, and the recording goes on. */
export const awake = {
  keep: () => void activateKeepAwakeAsync(TAG).catch(() => undefined),
  letGo: () => void deactivateKeepAwake(TAG).catch(() => undefined),
};
