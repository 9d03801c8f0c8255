/** The way back to where this screen belongs; it works the same for someone who came by a link from outside. */
import { Link, type Href } from 'expo-router';
import { Pressable } from 'react-native';

import { makeStyles, radius, space, touch } from '@/theme';

import { Icon } from './Icon';
import { Text } from './Text';

export function BackLink({ href, label }: { href: Href; label: string }) {
  const styles = useStyles();
  return (
    <Link href={href} asChild>
      <Pressable role="link" style={styles.link}>
        <Icon name="back" size={18} tone="accent" />
        <Text variant="small" tone="accent" strong>
          {label}
        </Text>
      </Pressable>
    </Link>
  );
}

const useStyles = makeStyles(() => ({
  link: {
    flexDirection: 'row',
    alignItems: 'center',
    alignSelf: 'flex-start',
    gap: space.xs,
    minHeight: touch,
    paddingRight: space.s,
    marginBottom: -space.m,
    borderRadius: radius.s,
  },
}));
