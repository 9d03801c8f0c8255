/** Waking up: the app comes back before somebody's eyes, perhaps after hours of sleep in which no timer ran. */
import { AppState } from 'react-native';

/** On the web this is the tab becoming visible. */
export function onWake(listener: () => void): () => void {
  const subscription = AppState.addEventListener('change', (state) => {
    if (state === 'active') listener();
  });
  return () => subscription.remove();
}
