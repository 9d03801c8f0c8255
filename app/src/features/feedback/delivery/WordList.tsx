/** Things said, each with its place: listed, not scored. A press plays it. */
import { Pressable, View } from 'react-native';

import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius, space } from '@/theme';
import { Text } from '@/ui';

import { usePlayback } from '../player/PlaybackContext';

interface WordListProps {
  label: string;
  words: { text: string; start_s: number }[];
}

export function WordList({ label, words }: WordListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { player } = usePlayback();
  return (
    <View style={styles.list} role="group" aria-label={label}>
      {words.map(({ text, start_s }, at) => (
        <Pressable
          key={at}
          role="button"
          aria-label={t('player.quote', { quote: text, time: format.clock(start_s) })}
          onPress={() => player.play(Math.max(0, start_s - 0.3))}
          hitSlop={4}
          style={(state) => [styles.word, (state as { hovered?: boolean }).hovered && styles.hover]}
        >
          <Text variant="small">{text}</Text>
          <Text variant="caption" tone="muted" tabular>
            {format.clock(start_s)}
          </Text>
        </Pressable>
      ))}
    </View>
  );
}

const useStyles = makeStyles(({ color }) => ({
  list: { flexDirection: 'row', flexWrap: 'wrap', gap: space.s },
  word: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.xs + 2,
    minHeight: 30,
    paddingHorizontal: space.s + 2,
    borderRadius: radius.s,
    backgroundColor: color.sunken,
  },
  hover: { backgroundColor: color.hover },
}));
