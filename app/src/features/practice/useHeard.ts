import { useEffect, useState } from 'react';

import { useLevel } from '@/recording';

/** A level that speech at arm's length passes easily and a quiet room does not. */
const AUDIBLE = 0.08;

/** Milliseconds of nothing after which the person is asked to look at the microphone. */
const PATIENCE_MS = 5000;

export type Heard = 'listening' | 'heard' | 'nothing';

/** Whether the microphone has heard anybody since it was opened. */
export function useHeard(open: boolean): Heard {
  const level = useLevel();
  const [heard, setHeard] = useState<Heard>('listening');
  if (open && level > AUDIBLE && heard !== 'heard') setHeard('heard');
  if (!open && heard !== 'listening') setHeard('listening');

  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(() => setHeard((before) => (before === 'listening' ? 'nothing' : before)), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [open]);

  return heard;
}
