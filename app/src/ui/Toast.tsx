/** A toast: says that something has happened, in one sentence, and goes away by itself. Read out where it is not seen. */
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { AccessibilityInfo, Platform, View } from 'react-native';

import { makeStyles, radius, space } from '@/theme';

import { Text } from './Text';
import { web } from './web';

type Say = (message: string) => void;

const ToastContext = createContext<Say>(() => {});

/** Milliseconds: long enough to read a sentence twice. */
const STAYS = 6000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const styles = useStyles();
  const [message, setMessage] = useState<{ text: string } | null>(null);

  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(null), STAYS);
    return () => clearTimeout(timer);
  }, [message]);

  const say = useCallback<Say>((text) => {
    setMessage({ text });
    if (Platform.OS !== 'web') AccessibilityInfo.announceForAccessibility(text);
  }, []);

  return (
    <ToastContext.Provider value={say}>
      {children}
      <View
        style={styles.place}
        pointerEvents="none"
        role="status"
        aria-live="polite"
        {...web({ 'aria-atomic': true })}
      >
        {message && (
          <View style={styles.toast}>
            <Text variant="small" style={styles.words}>
              {message.text}
            </Text>
          </View>
        )}
      </View>
    </ToastContext.Provider>
  );
}

/** Says a sentence to the person, on screen and to a screen reader. */
export function useToast(): Say {
  return useContext(ToastContext);
}

const useStyles = makeStyles(({ color }) => ({
  place: { position: 'absolute', left: 0, right: 0, bottom: 96, alignItems: 'center', paddingHorizontal: space.l },
  toast: {
    maxWidth: 460,
    paddingHorizontal: space.l,
    paddingVertical: space.m,
    borderRadius: radius.m,
    backgroundColor: color.text,
    boxShadow: '0 6px 24px rgba(0, 0, 0, 0.22)',
  },
  words: { color: color.page },
}));
