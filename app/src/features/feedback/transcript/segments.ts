/** Segments: the words of a transcript with what is marked on them, and the silences between them, in order of time. */
import type { Word } from '@/api';

import type { Pause } from '../model';

export interface MarkedWord {
  kind: 'word';
  /** Its place in the transcript's words. */
  index: number;
  text: string;
  startS: number;
  endS: number;
  filler: boolean;
  evidence: boolean;
}

export interface Silence {
  kind: 'pause';
  startS: number;
  durationS: number;
}

export type Segment = MarkedWord | Silence;

interface Marks {
  fillers: readonly { text: string; start_s: number }[];
  pauses: readonly Pause[];
  evidence: readonly { start_s: number; end_s: number }[];
}

/** Times are rounded to hundredths on their way here. */
const SLACK_S = 0.02;

export function segments(words: readonly Word[], marks: Marks): Segment[] {
  const fillers = fillerPlaces(words, marks.fillers);
  const pauses = [...marks.pauses].sort((a, b) => a.start_s - b.start_s);
  const found: Segment[] = [];
  let nextPause = 0;
  words.forEach((word, index) => {
    while (nextPause < pauses.length && pauses[nextPause]!.start_s <= word.start_s + SLACK_S) {
      found.push(silence(pauses[nextPause]!));
      nextPause += 1;
    }
    const middle = (word.start_s + word.end_s) / 2;
    found.push({
      kind: 'word',
      index,
      text: word.text,
      startS: word.start_s,
      endS: word.end_s,
      filler: fillers.has(index),
      evidence: marks.evidence.some(({ start_s, end_s }) => middle >= start_s - SLACK_S && middle <= end_s + SLACK_S),
    });
  });
  return [...found, ...pauses.slice(nextPause).map(silence)];
}

function silence({ start_s, duration_s }: Pause): Silence {
  return { kind: 'pause', startS: start_s, durationS: duration_s };
}

/** A filler is named by the time of its first word and may be several words long. */
function fillerPlaces(words: readonly Word[], fillers: Marks['fillers']): Set<number> {
  const places = new Set<number>();
  for (const { text, start_s } of fillers) {
    const first = words.findIndex((word) => Math.abs(word.start_s - start_s) <= SLACK_S);
    if (first === -1) continue;
    const length = text.trim().split(/\s+/).length;
    for (let place = first; place < Math.min(first + length, words.length); place += 1) places.add(place);
  }
  return places;
}

/** The word that is being said at a time, or the last one before it; -1 before the first. Words are in order of time. */
export function wordAt(words: readonly Pick<Word, 'start_s'>[], seconds: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start_s <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
