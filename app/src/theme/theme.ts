/** Theme: the palette and the type scale as they apply right now, for this person on this device. */
import type { TextStyle } from 'react-native';

import { dark, light, type Palette } from './palette';
import { fontFamily, type as scale, type TextVariant } from './tokens';

export type Scheme = 'light' | 'dark';

export interface Theme {
  scheme: Scheme;
  color: Palette;
  /** Factor on every font size, 1 to 2. */
  textScale: number;
  text: Record<TextVariant, TextStyle>;
}

const themes = new Map<string, Theme>();

/** The theme of a scheme and a text size. The same two always give the same object, so styles can be kept per theme. */
export function themeFor(scheme: Scheme, textScale: number): Theme {
  const key = `${scheme} ${textScale}`;
  let theme = themes.get(key);
  if (!theme) {
    theme = { scheme, textScale, color: scheme === 'dark' ? dark : light, text: textStyles(textScale) };
    themes.set(key, theme);
  }
  return theme;
}

function textStyles(textScale: number): Record<TextVariant, TextStyle> {
  const styles = {} as Record<TextVariant, TextStyle>;
  for (const variant of Object.keys(scale) as TextVariant[]) {
    const token = scale[variant];
    // Large faces grow less than small ones: a 34 px heading at 200 % would leave three words to a phone's line.
    const factor = token.size > 20 ? 1 + (textScale - 1) * 0.6 : textScale;
    const fontSize = Math.round(token.size * factor * 2) / 2;
    styles[variant] = {
      fontFamily,
      fontSize,
      lineHeight: Math.round(fontSize * token.leading),
      fontWeight: token.weight,
      letterSpacing: token.tracking,
    };
  }
  return styles;
}
