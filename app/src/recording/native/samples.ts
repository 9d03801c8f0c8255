/** The phone's samples as they are heard, whether or not anything is being recorded. */
import { AudioModule } from 'expo-audio';
import type { AudioStream } from 'expo-audio/build/AudioStream.types';

/** What speech recognition wants; the phone may give another rate and says which. */
const SAMPLE_RATE = 16_000;

export type SampleTap = { start(): void; stop(): void };

export function sampleTap(onSamples: (samples: Int16Array, sampleRate: number) => void): SampleTap {
  let stream: AudioStream | null = null;
  const stop = () => {
    stream?.stop();
    stream?.release();
    stream = null;
  };
  return {
    start: () => {
      if (stream) return;
      stream = new AudioModule.AudioStream({ sampleRate: SAMPLE_RATE, channels: 1, encoding: 'int16' });
      stream.addListener('audioStreamBuffer', ({ data, sampleRate }) => onSamples(new Int16Array(data), sampleRate));
      // It is a help: a phone that does not share its microphone records without it.
      stream.start().catch(stop);
    },
    stop,
  };
}
