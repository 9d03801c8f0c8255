/** A microphone that a test speaks into. */
import { RecorderError, type Recorder, type RecorderEvent, type RecorderProblem } from '../recorder.types';

export type FakeRecorder = Recorder & {
  /** What the next `open`, `start` or `resume` fails with. */
  failNext: RecorderProblem | null;
  calls: string[];
  say(event: RecorderEvent): void;
  /** A piece of `size` bytes was recorded. */
  speak(size: number): void;
};

export function fakeRecorder(): FakeRecorder {
  const listeners = new Set<(event: RecorderEvent) => void>();
  const step = async (name: string) => {
    recorder.calls.push(name);
    const problem = recorder.failNext;
    recorder.failNext = null;
    if (problem) throw new RecorderError(problem);
  };
  const recorder: FakeRecorder = {
    failNext: null,
    calls: [],
    say: (event) => listeners.forEach((listener) => listener(event)),
    speak: (size) => recorder.say({ type: 'media', media: { kind: 'chunk', bytes: new ArrayBuffer(size) } }),
    open: () => step('open'),
    start: async () => {
      await step('start');
      return { mimeType: 'audio/webm', extension: 'webm' };
    },
    pause: () => void recorder.calls.push('pause'),
    resume: () => step('resume'),
    stop: () => step('stop'),
    close: () => void recorder.calls.push('close'),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return recorder;
}
