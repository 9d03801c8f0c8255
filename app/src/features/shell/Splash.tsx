/** What is seen while the device's state is read: the mark, and nothing that moves. */
import { View } from 'react-native';

import { useTheme } from '@/theme';
import { Logo } from '@/ui';

export function Splash() {
  const { color } = useTheme();
  return (
    <View style={{ flex: 1, alignItems: 'center', justifyContent: 'center', backgroundColor: color.page }}>
      <Logo size={56} />
    </View>
  );
}
