import { useIsFocused } from 'expo-router';
import { useEffect, useRef, type RefObject } from 'react';
import { AccessibilityInfo, Platform, type Text } from 'react-native';

/** The first screen of a visit keeps the focus where the browser put it. */
let arrivedBefore = false;

/** A ref for the screen's heading, which takes the focus whenever the screen is arrived at by navigation. */
export function useArrival(): RefObject<Text | null> {
  const heading = useRef<Text>(null);
  const focused = useIsFocused();
  useEffect(() => {
    if (!focused) return;
    const first = !arrivedBefore;
    arrivedBefore = true;
    if (first || !heading.current) return;
    if (Platform.OS === 'web') (heading.current as unknown as HTMLElement).focus({ preventScroll: true });
    else AccessibilityInfo.sendAccessibilityEvent(heading.current as never, 'focus');
  }, [focused]);
  return heading;
}
