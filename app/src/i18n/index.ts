/** Texts: every word that a person reads, by key, in the person's language. A second language is one more file here. */
import { getLocales } from 'expo-localization';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import en from './en.json';

export { useTranslation } from 'react-i18next';
export { useFormat, type Format } from './useFormat';
export { useNames } from './useNames';
export { useProblemText, type Fault } from './useProblemText';

/** The languages there are, each under its own name. */
export const languages = { en: { name: 'English', texts: en } } as const;
export type Language = keyof typeof languages;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

i18next
  .use(initReactI18next)
  .init({
    lng: deviceLanguage(),
    fallbackLng: 'en',
    resources: Object.fromEntries(Object.entries(languages).map(([code, { texts }]) => [code, { translation: texts }])),
    // React escapes what it renders.
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  .catch((cause: unknown) => {
    throw new Error('The texts could not be loaded', { cause });
  });

/** Changes the language; `system` follows the device. */
export function useLanguage(setting: string): void {
  const language = setting === 'system' ? deviceLanguage() : setting;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}

function deviceLanguage(): Language {
  const code = getLocales()[0]?.languageCode;
  return code && code in languages ? (code as Language) : 'en';
}
