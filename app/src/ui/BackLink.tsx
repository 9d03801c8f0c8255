/** The way back to where this screen belongs; it works the same for someone who came by a link from outside. */
import type { Href } from 'expo-router';
import { Platform } from 'react-native';

import { makeStyles, radius, space, touch } from '@/theme';

import { Icon } from './Icon';
import { LinkBox } from './LinkBox';
import { Text } from './Text';

export function BackLink({ href, label }: { href: Href; label: string }) {
  const styles = useStyles();
  // A phone's stack would keep this screen alive below another one; a browser's history is the browser's.
  return (
    <LinkBox href={href} dismissTo={Platform.OS !== 'web'} look={() => styles.link}>
      <Icon name="back" size={18} tone="accent" />
      <Text variant="small" tone="accent" strong>
        {label}
      </Text>
    </LinkBox>
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
    marginTop: -space.m,
    marginBottom: -space.l,
    borderRadius: radius.s,
  },
}));
