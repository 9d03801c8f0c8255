/** A link around anything: a real link in a browser, so that it can be opened in a tab of its own. */
import { Link, type Href } from 'expo-router';
import { Pressable, type PressableProps, type StyleProp, type ViewStyle } from 'react-native';

interface State {
  pressed: boolean;
  hovered?: boolean;
}

interface LinkBoxProps extends Omit<PressableProps, 'style'> {
  href: Href;
  replace?: boolean;
  /** Back to where this place stands in the stack, closing what is above it; in place of this screen when it stands nowhere. */
  dismissTo?: boolean;
  /** Its style by state. Not `style`: the router's link joins that with its own and would lose a function. */
  look: (state: State) => StyleProp<ViewStyle>;
}

export function LinkBox({ href, replace, dismissTo, ...rest }: LinkBoxProps) {
  return (
    <Link href={href} replace={replace} dismissTo={dismissTo} asChild>
      <Box {...rest} />
    </Link>
  );
}

function Box({ look, ...rest }: Omit<LinkBoxProps, 'href' | 'replace' | 'dismissTo'>) {
  return <Pressable role="link" {...rest} style={look} />;
}
