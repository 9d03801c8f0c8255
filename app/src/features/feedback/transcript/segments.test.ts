import type { Word } from '@/api';

import { segments, wordAt } from './segments';

/** Words of 0.4 s, half a second apart. */
const words: Word[] = 'So um I moved you know the database and it held'
  .split(' ')
  .map((text, at) => ({ text, start_s: at * 0.5, end_s: at * 0.5 + 0.4, confidence: 0.9 }));

const none = { fillers: [], pauses: [], evidence: [] };
const marked = (mark: 'filler' | 'evidence', marks: Partial<Parameters<typeof segments>[1]>) =>
  segments(words, { ...none, ...marks })
    .flatMap((one) => (one.kind === 'word' && one[mark] ? [one.text] : []))
    .join(' ');

it('keeps every word once and in order', () => {
  const kept = segments(words, {
    fillers: [{ text: 'um', start_s: 0.5 }],
    pauses: [{ start_s: 2.4, duration_s: 1.2, long: false }],
    evidence: [{ start_s: 1, end_s: 2 }],
  });
  expect(kept.flatMap((one) => (one.kind === 'word' ? [one.text] : []))).toEqual(words.map(({ text }) => text));
});

it('marks a filler of one word and of several', () => {
  expect(marked('filler', { fillers: [{ text: 'um', start_s: 0.5 }] })).toBe('um');
  expect(marked('filler', { fillers: [{ text: 'you know', start_s: 2 }] })).toBe('you know');
});

it('marks nothing for a filler at a time when no word begins', () => {
  expect(marked('filler', { fillers: [{ text: 'um', start_s: 0.7 }] })).toBe('');
});

it('marks the words that lie in a quote and not their neighbours', () => {
  expect(marked('evidence', { evidence: [{ start_s: 1, end_s: 1.9 }] })).toBe('I moved');
});

it('puts a silence between the words around it, and one at the end behind them', () => {
  const kinds = segments(words.slice(0, 3), {
    ...none,
    pauses: [
      { start_s: 1.4, duration_s: 2, long: false },
      { start_s: 0.9, duration_s: 1, long: false },
    ],
  });
  expect(kinds.map((one) => (one.kind === 'word' ? one.text : one.durationS))).toEqual(['So', 'um', 1, 'I', 2]);
});

it('finds the word that is being said', () => {
  expect([-0.1, 0, 0.3, 0.49, 0.5, 99].map((seconds) => wordAt(words, seconds))).toEqual([
    -1,
    0,
    0,
    0,
    1,
    words.length - 1,
  ]);
  expect(wordAt([], 1)).toBe(-1);
});
