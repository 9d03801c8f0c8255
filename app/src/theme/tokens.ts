/** Tokens: the fixed measures of the design, in density-independent pixels. Colours are in `palette.ts`. */
import { Platform } from 'react-native';

/** Distances: multiples of four, so that everything lines up with everything. */
export const space = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32, huge: 48 } as const;

export const radius = { s: 6, m: 10, l: 16, round: 999 } as const;

/** The smallest thing a thumb hits reliably (WCAG 2.2 asks 24, Apple and Google 44 to 48). */
export const touch = 44;

/**
 * Widths at which the composition changes, in pixels at 100 % text. They are compared with the window's width divided
 * by the text size, so that large text gets the roomier, simpler composition by itself.
 */
export const breakpoint = { rail: 760, twoColumns: 1040 } as const;

/** The widest a page, and the widest a column of prose, may get. */
export const measure = { page: 1080, prose: 680, form: 440, rail: 224 } as const;

/** Milliseconds. Nothing moves for longer, and nothing at all when the person asked for reduced motion. */
export const motion = { quick: 120, calm: 220 } as const;

/** The system's own face. On the web `system-ui` is left out: on Linux it is often a face that was never meant for text. */
export const fontFamily = Platform.select({
  web: '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  default: undefined,
});

export type TextVariant = 'display' | 'title' | 'section' | 'lead' | 'body' | 'small' | 'caption' | 'figure';

interface TextToken {
  size: number;
  /** Line height as a multiple of the size. */
  leading: number;
  weight: '400' | '500' | '600' | '700';
  tracking: number;
}

/** The type scale at 100 % text. Body is 16; steps are close to a major third above it. */
export const type: Record<TextVariant, TextToken> = {
  display: { size: 34, leading: 1.16, weight: '700', tracking: -0.6 },
  title: { size: 26, leading: 1.2, weight: '700', tracking: -0.4 },
  section: { size: 18, leading: 1.3, weight: '600', tracking: -0.1 },
  lead: { size: 20, leading: 1.4, weight: '500', tracking: -0.2 },
  body: { size: 16, leading: 1.5, weight: '400', tracking: 0 },
  small: { size: 14, leading: 1.45, weight: '400', tracking: 0 },
  caption: { size: 13, leading: 1.4, weight: '500', tracking: 0.1 },
  figure: { size: 40, leading: 1.1, weight: '600', tracking: -1 },
};

/** Text sizes a person may choose, as a factor of the type scale. */
export const textScales = [1, 1.15, 1.3, 1.5, 2] as const;
export type TextScale = (typeof textScales)[number];
