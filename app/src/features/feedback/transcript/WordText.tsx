/** One word of the transcript with its marks. It renders anew only when something about it changes. */
import { memo } from 'react';
import { Text as NativeText } from 'react-native';

import { makeStyles } from '@/theme';
import { web } from '@/ui';

import type { MarkedWord } from './segments';

interface WordTextProps {
  word: MarkedWord;
  /** It is being said right now. */
  current: boolean;
  /** The keyboard is on it. */
  chosen: boolean;
  /** The word after it belongs to the same quote, so the space between them does too. */
  runsOn: boolean;
  hideFillers: boolean;
  onPlay: (word: MarkedWord) => void;
}

export const WordText = memo(function WordText({ word, current, chosen, runsOn, hideFillers, onPlay }: WordTextProps) {
  const styles = useStyles();
  const style = [
    word.evidence && styles.evidence,
    word.filler && !hideFillers && styles.filler,
    chosen && styles.chosen,
    current && styles.current,
  ];
  return (
    <NativeText onPress={() => onPlay(word)} suppressHighlighting>
      <NativeText style={style}>{word.text}</NativeText>
      <NativeText style={runsOn && styles.evidence}> </NativeText>
    </NativeText>
  );
});

const useStyles = makeStyles(({ color }) => ({
  evidence: { backgroundColor: color.accentSoft, color: color.text },
  filler: {
    color: color.warm,
    textDecorationLine: 'underline',
    textDecorationStyle: 'dotted',
    textDecorationColor: color.warm,
    ...web({ textUnderlineOffset: 4, textDecorationThickness: 2 }),
  },
  chosen: { ...web({ outlineStyle: 'solid', outlineWidth: 2, outlineColor: color.focus, borderRadius: 3 }) },
  current: { backgroundColor: color.accent, color: color.onAccent, ...web({ borderRadius: 3 }) },
}));
