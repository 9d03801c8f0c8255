import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Names of what the server calls by code; a code that has no name here is shown as it is, made readable. */
export function useNames() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const name = (group: string, code: string) => {
      const key = `name.${group}.${code}`;
      if (i18n.exists(key)) return t(key as never) as string;
      const words = code.replace(/[_-]+/g, ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    };
    return {
      competency: (code: string) => name('competency', code),
      kind: (code: string) => name('kind', code),
      role: (code: string) => name('role', code),
    };
  }, [t, i18n]);
}
