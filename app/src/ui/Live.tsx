/** A live region: text that is read out when it changes, without moving the focus. */
import { View } from 'react-native';

import { Text, type TextProps } from './Text';

/** `assertive` interrupts; keep it for what can not wait. */
export function Live({ assertive, children, ...rest }: TextProps & { assertive?: boolean }) {
  return (
    <View role={assertive ? 'alert' : 'status'} aria-live={assertive ? 'assertive' : 'polite'}>
      {children ? <Text {...rest}>{children}</Text> : null}
    </View>
  );
}
