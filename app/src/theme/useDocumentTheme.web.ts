import { useEffect } from 'react';

import { useTheme } from './ThemeProvider';

/** Paints the document behind the app, its scroll bars and its form controls in the theme that the person chose. */
export function useDocumentTheme(): void {
  const { scheme, color } = useTheme();
  useEffect(() => {
    const root = document.documentElement;
    root.style.backgroundColor = color.page;
    root.style.colorScheme = scheme;
  }, [scheme, color]);
}
