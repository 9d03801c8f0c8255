/** The transcript as running text: a press or the Enter key on a word plays from there. */
import { useCallback, useMemo, useState } from 'react';
import { View } from 'react-native';

import type { Word } from '@/api';
import { useFormat, useTranslation } from '@/i18n';
import { makeStyles, radius } from '@/theme';
import { Live, Text, web } from '@/ui';
import { usePositionOf } from '@/ui/audio';

import { usePlayback } from '../player/PlaybackContext';
import { wordAt, type MarkedWord, type Segment } from './segments';
import { WordText } from './WordText';

interface MarkedTextProps {
  words: Word[];
  segments: Segment[];
  /** For people who do not want their fillers and pauses shown. */
  plain: boolean;
}

export function MarkedText({ words, segments, plain }: MarkedTextProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const styles = useStyles();
  const { player } = usePlayback();
  const [chosen, setChosen] = useState(-1);
  const said = usePositionOf(
    player,
    useCallback((seconds: number) => wordAt(words, seconds), [words]),
  );
  const current = player.playing ? said : -1;
  const marked = useMemo(() => segments.filter((one): one is MarkedWord => one.kind === 'word'), [segments]);
  const { play } = player;
  const onPlay = useCallback((word: MarkedWord) => play(word.startS), [play]);

  function onKeyDown(event: { key: string; preventDefault: () => void }) {
    const from = chosen === -1 ? Math.max(0, said) : chosen;
    const to = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      ArrowDown: from + 10,
      ArrowUp: from - 10,
      Home: 0,
      End: marked.length - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setChosen(Math.min(marked.length - 1, Math.max(0, chosen === -1 ? from : to)));
    } else if ((event.key === 'Enter' || event.key === ' ') && marked[from]) {
      event.preventDefault();
      onPlay(marked[from]);
    }
  }

  const cursor = marked[chosen];
  return (
    <View
      role="group"
      aria-label={t('transcript.keys')}
      style={styles.text}
      {...web({ tabIndex: 0, onKeyDown, onBlur: () => setChosen(-1) })}
    >
      <Text style={styles.lines}>
        {segments.map((one, at) => {
          if (one.kind === 'pause') {
            return plain ? null : (
              <Text key={`pause ${one.startS}`} variant="caption" tone="cool" style={styles.pause}>
                {`${t('transcript.pause', { seconds: format.number(one.durationS, 1) })} `}
              </Text>
            );
          }
          const next = segments[at + 1];
          return (
            <WordText
              key={one.index}
              word={one}
              current={one.index === current}
              chosen={one.index === chosen}
              runsOn={one.evidence && next?.kind === 'word' && next.evidence}
              hideFillers={plain}
              onPlay={onPlay}
            />
          );
        })}
      </Text>
      <Live style={styles.unseen}>
        {cursor ? t('transcript.word', { word: cursor.text, time: format.clock(cursor.startS) }) : null}
      </Live>
    </View>
  );
}

const useStyles = makeStyles(({ color, text }) => ({
  text: { borderRadius: radius.s },
  lines: { lineHeight: (text.body.fontSize ?? 16) * 1.85 },
  pause: {
    backgroundColor: color.coolSoft,
    ...web({ borderRadius: 4, paddingLeft: 5, marginRight: 5, whiteSpace: 'nowrap' }),
  },
  unseen: { position: 'absolute', width: 1, height: 1, opacity: 0 },
}));
