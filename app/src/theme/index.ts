export { makeStyles, ThemeProvider, useLayout, useTheme, type Layout } from './ThemeProvider';
export { useDocumentTheme } from './useDocumentTheme';
export { type Palette } from './palette';
export { type Scheme, type Theme } from './theme';
export {
  breakpoint,
  measure,
  motion,
  radius,
  space,
  textScales,
  touch,
  type TextScale,
  type TextVariant,
} from './tokens';
