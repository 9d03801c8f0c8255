import * as Speech from 'expo-speech';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Reads a text with the device's own voice: on a phone the system's, in a browser speechSynthesis. Stops on leaving, and when it has to be quiet. */
export function useReadAloud(text: string, quiet: boolean) {
  const { i18n } = useTranslation();
  const [speaking, setSpeaking] = useState(false);

  useEffect(() => () => void Speech.stop(), []);
  useEffect(() => {
    if (quiet) void Speech.stop();
  }, [quiet]);

  function toggle() {
    if (speaking) {
      void Speech.stop();
      setSpeaking(false);
      return;
    }
    const end = () => setSpeaking(false);
    setSpeaking(true);
    Speech.speak(text, { language: i18n.language, onDone: end, onStopped: end, onError: end });
  }

  return { speaking, toggle, stop: () => void Speech.stop() };
}
