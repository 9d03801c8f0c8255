/** Text in the type scale and in a tone of the palette. All words on a screen are in one of these or in a `Heading`. */
import type { ReactNode, Ref } from 'react';
import { Text as NativeText, type TextProps as NativeTextProps } from 'react-native';

import { useTheme, type Palette, type TextVariant } from '@/theme';

export type Tone = 'text' | 'muted' | 'accent' | 'accentText' | 'danger' | 'warm' | 'cool' | 'onAccent' | 'onDanger';

export interface TextProps extends NativeTextProps {
  variant?: TextVariant;
  tone?: Tone;
  strong?: boolean;
  centered?: boolean;
  /** Figures of one width, so that a running number does not tremble. */
  tabular?: boolean;
  ref?: Ref<NativeText>;
  children?: ReactNode;
}

export function Text({ variant = 'body', tone = 'text', strong, centered, tabular, style, ...rest }: TextProps) {
  const theme = useTheme();
  return (
    <NativeText
      {...rest}
      style={[
        theme.text[variant],
        { color: theme.color[tone satisfies keyof Palette] },
        strong && { fontWeight: '600' },
        centered && { textAlign: 'center' },
        tabular && { fontVariant: ['tabular-nums'] },
        style,
      ]}
    />
  );
}
