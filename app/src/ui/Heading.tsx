/** A heading of the page's outline. Level 1 is the screen's own and appears once; `Screen` writes it. */
import type { Ref } from 'react';
import type { Text as NativeText } from 'react-native';

import { Text, type TextProps } from './Text';
import { web } from './web';

interface HeadingProps extends TextProps {
  level?: 1 | 2 | 3;
  /** It may be given the focus by code, not by the Tab key. */
  focusable?: boolean;
  ref?: Ref<NativeText>;
}

const variants = { 1: 'title', 2: 'section', 3: 'body' } as const;

export function Heading({ level = 2, focusable, style, ...rest }: HeadingProps) {
  return (
    <Text
      role="heading"
      variant={variants[level]}
      strong={level === 3}
      {...rest}
      style={[web({ textWrap: 'balance' }), style]}
      {...web({ 'aria-level': level, ...(focusable && { tabIndex: -1 }) })}
    />
  );
}
