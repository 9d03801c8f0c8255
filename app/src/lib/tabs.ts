/** On a phone there is one app, so there is nobody to tell. */
import type { Tabs } from './tabs.types';

export function openTabs<Word>(_name: string): Tabs<Word> {
  return { tell: () => undefined, listen: () => () => undefined };
}
