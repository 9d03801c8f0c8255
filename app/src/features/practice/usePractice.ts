import { router, useFocusEffect } from 'expo-router';
import { useCallback, useEffect, useRef, useState } from 'react';

import { useElapsedMs, useRecorder, type Take, type TakeRequest } from '@/recording';
import { useAppDispatch } from '@/store/hooks';
import { discardTake, sendTake } from '@/upload';

import type { PracticeTarget } from './href';
import { LONGEST_S } from './length';

/** As much of the question as a list shows; the whole of it is in `question`. */
const TITLE_LENGTH = 120;

const ignore = () => undefined;

function requestFor(target: PracticeTarget, captions: boolean): TakeRequest {
  return {
    title: target.text.slice(0, TITLE_LENGTH),
    question: target.text,
    competency: target.competency ?? null,
    attemptOf: target.attemptOf ?? null,
    captions,
  };
}

/** The course of one practice: check, record, look over, send; and what happens when the person walks away in between. */
export function usePractice(target: PracticeTarget, captions: boolean) {
  const dispatch = useAppDispatch();
  const recorder = useRecorder();
  const [take, setTake] = useState<Take | null>(null);
  const [asking, setAsking] = useState(false);

  const latest = useRef(recorder);
  useEffect(() => {
    latest.current = recorder;
  }, [recorder]);
  const leave = useCallback(() => {
    const { phase, stop, release } = latest.current;
    // Leaving is not throwing away: what was said so far becomes a take and waits on the shelf.
    if (phase === 'recording' || phase === 'paused' || phase === 'interrupted') stop().catch(ignore);
    else release();
  }, []);
  // A phone keeps a screen alive below the one that came over it; it is left all the same.
  useFocusEffect(useCallback(() => leave, [leave]));

  /** What goes wrong is in the recorder's state, and on the screen. */
  function finish() {
    latest.current.stop().then(setTake, ignore);
  }

  const elapsedMs = useElapsedMs();
  const over = recorder.phase === 'recording' && elapsedMs >= LONGEST_S * 1000;
  useEffect(() => {
    if (over) latest.current.stop().then(setTake, ignore);
  }, [over]);

  async function discard() {
    setAsking(false);
    if (take) {
      dispatch(discardTake(take.id));
      setTake(null);
    } else {
      await recorder.cancel();
    }
    await recorder.prepare();
  }

  function send() {
    if (!take) return;
    // The page of the take knows it once the queue does.
    void dispatch(sendTake(take.id)).then(() => router.replace(`/takes/${take.id}`));
  }

  return {
    recorder,
    take,
    asking,
    keep: () => setAsking(false),
    discard: () => void discard(),
    send,
    prepare: () => void recorder.prepare(),
    start: () => void recorder.start(requestFor(target, captions)),
    finish,
    again: () => setAsking(true),
  };
}
