/** Words between the tabs of one browser, through a BroadcastChannel; a tab does not hear itself. */
import type { Tabs } from './tabs.types';

export function openTabs<Word>(name: string): Tabs<Word> {
  const channel = new BroadcastChannel(name);
  return {
    tell: (word) => channel.postMessage(word),
    listen: (listener) => {
      const hear = ({ data }: MessageEvent<Word>) => listener(data);
      channel.addEventListener('message', hear);
      return () => channel.removeEventListener('message', hear);
    },
  };
}
