/** Gives the components below it the theme that the person chose, or the device's when they left it to the device. */
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { StyleSheet, useWindowDimensions } from 'react-native';

import { breakpoint } from './tokens';
import { themeFor, type Scheme, type Theme } from './theme';
import { useDeviceScheme } from './useDeviceScheme';

const ThemeContext = createContext<Theme>(themeFor('light', 1));

interface ThemeProviderProps {
  /** `system` follows the device. */
  scheme: Scheme | 'system';
  textScale: number;
  children: ReactNode;
}

export function ThemeProvider({ scheme, textScale, children }: ThemeProviderProps) {
  const device = useDeviceScheme();
  const theme = themeFor(scheme === 'system' ? device : scheme, textScale);
  return <ThemeContext.Provider value={theme}>{children}</ThemeContext.Provider>;
}

export function useTheme(): Theme {
  return useContext(ThemeContext);
}

/** A hook for styles that depend on the theme; they are made once per theme, not once per component. */
export function makeStyles<S extends StyleSheet.NamedStyles<S>>(
  make: (theme: Theme) => S & StyleSheet.NamedStyles<S>,
): () => S {
  const made = new WeakMap<Theme, S>();
  return function useStyles() {
    const theme = useTheme();
    let styles = made.get(theme);
    if (!styles) {
      styles = StyleSheet.create(make(theme));
      made.set(theme, styles);
    }
    return styles;
  };
}

export interface Layout {
  /** The window's width in pixels. */
  width: number;
  /** Navigation stands at the side rather than at the bottom. */
  rail: boolean;
  /** There is room for two columns. */
  twoColumns: boolean;
}

/** How the page is composed here: by the window's width in the person's text size. */
export function useLayout(): Layout {
  const { width } = useWindowDimensions();
  const { textScale } = useTheme();
  return useMemo(() => {
    const roomy = width / textScale;
    return { width, rail: roomy >= breakpoint.rail, twoColumns: roomy >= breakpoint.twoColumns };
  }, [width, textScale]);
}
