/** The mark: a voice in a room. */
import { View } from 'react-native';
import Svg, { Path, Rect } from 'react-native-svg';

import { space, useTheme } from '@/theme';

import { Text } from './Text';

interface LogoProps {
  size?: number;
  /** The product's name beside the mark. */
  name?: string;
}

export function Logo({ size = 30, name }: LogoProps) {
  const { color } = useTheme();
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: space.s + 2 }}>
      <Svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
        <Rect width={32} height={32} rx={9} fill={color.accent} />
        <Path
          d="M8 14v4M12 10.5v11M16 7.5v17M20 11.5v9M24 14v4"
          stroke={color.onAccent}
          strokeWidth={2.4}
          strokeLinecap="round"
        />
      </Svg>
      {name ? (
        <Text variant="section" strong>
          {name}
        </Text>
      ) : null}
    </View>
  );
}
