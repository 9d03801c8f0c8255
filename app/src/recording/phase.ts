/** A phase: where the recording at hand stands, as a pure function of what has happened. */
import type { Interruption, RecorderProblem } from './recorder.types';

export type Phase =
  | 'idle'
  /** Permission is being asked for, or the microphone opened. */
  | 'preparing'
  /** The microphone is open and nothing counts yet. */
  | 'ready'
  | 'recording'
  | 'paused'
  | 'interrupted'
  /** Stopped, and being written. */
  | 'saving'
  | 'failed';

export type RecordingState = {
  phase: Phase;
  takeId: string | null;
  problem: RecorderProblem | null;
  interruption: Interruption | null;
  /** Whether `resume` can work in `paused` and `interrupted`. */
  canResume: boolean;
  /** Milliseconds recorded up to the last change of phase. */
  recordedMs: number;
  /** Since when it has been running, in milliseconds since 1970; null while it is not. */
  runningSince: number | null;
};

export type RecordingEvent =
  | { type: 'preparing' }
  | { type: 'opened' }
  | { type: 'started'; takeId: string; at: number }
  | { type: 'paused'; at: number }
  | { type: 'resumed'; at: number }
  | { type: 'interrupted'; by: Interruption; canResume: boolean; at: number }
  | { type: 'stopping'; at: number }
  | { type: 'closed' }
  | { type: 'failed'; problem: RecorderProblem };

export const IDLE: RecordingState = {
  phase: 'idle',
  takeId: null,
  problem: null,
  interruption: null,
  canResume: false,
  recordedMs: 0,
  runningSince: null,
};

/** Milliseconds recorded without pauses. */
export function elapsedMs(state: RecordingState, now: number): number {
  return state.recordedMs + (state.runningSince === null ? 0 : Math.max(0, now - state.runningSince));
}

/** Events that do not fit the phase change nothing: a microphone may report its loss after the stop. */
export function nextState(state: RecordingState, event: RecordingEvent): RecordingState {
  switch (event.type) {
    case 'preparing':
      return hasTake(state) ? state : { ...IDLE, phase: 'preparing' };
    case 'opened':
      return state.phase === 'preparing' ? { ...IDLE, phase: 'ready' } : state;
    case 'started':
      if (state.phase !== 'ready') return state;
      return { ...IDLE, phase: 'recording', takeId: event.takeId, runningSince: event.at };
    case 'paused':
      return state.phase === 'recording' ? { ...halt(state, event.at), phase: 'paused', canResume: true } : state;
    case 'interrupted':
      if (state.phase !== 'recording' && state.phase !== 'paused') return state;
      return { ...halt(state, event.at), phase: 'interrupted', interruption: event.by, canResume: event.canResume };
    case 'resumed':
      if ((state.phase !== 'paused' && state.phase !== 'interrupted') || !state.canResume) return state;
      return { ...state, phase: 'recording', interruption: null, canResume: false, runningSince: event.at };
    case 'stopping':
      return hasTake(state) ? { ...halt(state, event.at), phase: 'saving', canResume: false } : state;
    case 'closed':
      return IDLE;
    case 'failed':
      return { ...IDLE, phase: 'failed', problem: event.problem };
  }
}

/** Whether a take is being recorded, also while it stands still. */
export function hasTake(state: RecordingState): boolean {
  return state.phase === 'recording' || state.phase === 'paused' || state.phase === 'interrupted';
}

function halt(state: RecordingState, at: number): RecordingState {
  return { ...state, recordedMs: elapsedMs(state, at), runningSince: null };
}
