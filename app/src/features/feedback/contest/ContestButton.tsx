/** "This is wrong", quietly under a claim. */
import { Pressable } from 'react-native';

import { useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Text } from '@/ui';

import { useContest, type Claim } from './ContestContext';

export function ContestButton({ claim, words }: Claim) {
  const { t } = useTranslation();
  const styles = useStyles();
  const contest = useContest();
  if (!contest) return null;
  return (
    <Pressable
      role="button"
      aria-label={t('contest.open', { claim: words })}
      hitSlop={6}
      onPress={() => contest({ claim, words })}
      style={(state) => [
        styles.button,
        (state as { hovered?: boolean }).hovered && styles.hover,
        state.pressed && styles.pressed,
      ]}
    >
      <Text variant="caption" tone="muted">
        {t('contest.action')}
      </Text>
    </Pressable>
  );
}

const useStyles = makeStyles(({ color }) => ({
  button: {
    alignSelf: 'flex-start',
    minHeight: 32,
    justifyContent: 'center',
    marginLeft: -space.s,
    paddingHorizontal: space.s,
    borderRadius: radius.s,
  },
  hover: { backgroundColor: color.hover },
  pressed: { opacity: 0.8 },
}));
