import { usePathname } from 'expo-router';
import { useCallback, useEffect, useRef } from 'react';
import type { NativeScrollEvent, NativeSyntheticEvent, ScrollView } from 'react-native';

/** Where each path was scrolled to, in pixels; on the web a screen is taken down when it is left. */
const offsets = new Map<string, number>();

/** Brings a screen back to where it was scrolled when the person returns to it within this visit. */
export function useScrollMemory() {
  const path = usePathname();
  const view = useRef<ScrollView>(null);
  const onScroll = useCallback(
    (event: NativeSyntheticEvent<NativeScrollEvent>) => offsets.set(path, event.nativeEvent.contentOffset.y),
    [path],
  );
  useEffect(() => {
    const offset = offsets.get(path);
    if (offset) view.current?.scrollTo({ y: offset, animated: false });
  }, [path]);
  return { ref: view, onScroll, scrollEventThrottle: 100 };
}
