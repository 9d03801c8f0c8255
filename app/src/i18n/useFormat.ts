import { getLocales } from 'expo-localization';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { formatClock, formatDate, formatDifference, formatNumber, type DateStyle } from './format';

/** Formatters bound to the person's language. */
export function useFormat() {
  const { t, i18n } = useTranslation();
  const locale = regional(i18n.language);
  return useMemo(
    () => ({
      number: (value: number, digits?: number) => formatNumber(locale, value, digits),
      difference: (value: number, digits?: number) => formatDifference(locale, value, digits),
      date: (time: number | string, style: DateStyle) => formatDate(locale, time, style),
      clock: formatClock,
      /** Seconds in words, as a screen reader should say them: "1 min 15 s". */
      duration: (seconds: number) => {
        const whole = Math.round(seconds);
        const minutes = Math.floor(whole / 60);
        const rest = whole % 60;
        if (minutes === 0) return t('unit.seconds', { count: rest });
        return rest === 0
          ? t('unit.minutes', { count: minutes })
          : t('unit.minutesSeconds', { minutes, seconds: rest });
      },
    }),
    [locale, t],
  );
}

/** The language as it is written where the device is: English dates differ between London and New York. */
function regional(language: string): string {
  return getLocales().find(({ languageCode }) => languageCode === language)?.languageTag ?? language;
}

export type Format = ReturnType<typeof useFormat>;
