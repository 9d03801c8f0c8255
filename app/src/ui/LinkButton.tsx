/** A link that looks like a button: it goes somewhere and changes nothing. */
import { Link, type Href } from 'expo-router';

import { Button, type ButtonProps } from './Button';

interface LinkButtonProps extends ButtonProps {
  href: Href;
  replace?: boolean;
}

export function LinkButton({ href, replace, ...rest }: LinkButtonProps) {
  return (
    <Link href={href} replace={replace} asChild>
      <Button role="link" {...rest} />
    </Link>
  );
}
