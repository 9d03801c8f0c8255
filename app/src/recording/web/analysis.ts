/** Listening in on an open microphone: its level all the time, and its samples at 16 kHz when captions want them. */
import { env } from '@/env';
import { levelFromDb, rmsDb } from '../levels';

/** What speech recognition wants; a browser that can not resample gives its own rate, which the socket is told. */
const PCM_SAMPLE_RATE = 16_000;
const LEVEL_EVERY_MS = 50;
const WORKLET_URL = `${env.basePath}/pcm-worklet.js`;

export type Analysis = {
  startPcm(onSamples: (samples: Int16Array, sampleRate: number) => void): Promise<void>;
  stopPcm(): void;
  close(): void;
};

export function listenIn(
  stream: MediaStream,
  every: (ms: number, action: () => void) => () => void,
  onLevel: (level: number) => void,
): Analysis {
  const context = new AudioContext();
  void context.resume();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const stopLevels = every(LEVEL_EVERY_MS, () => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelFromDb(rmsDb(samples)));
  });

  let pcm: AudioContext | null = null;
  const stopPcm = () => {
    void pcm?.close();
    pcm = null;
  };
  return {
    startPcm: async (onSamples) => {
      stopPcm();
      const { context: tapped, source } = pcmSource(stream);
      pcm = tapped;
      await tapped.audioWorklet.addModule(WORKLET_URL);
      if (pcm !== tapped) return;
      const tap = new AudioWorkletNode(tapped, 'pcm-tap', { numberOfOutputs: 0 });
      tap.port.onmessage = ({ data }: MessageEvent<Int16Array>) => onSamples(data, tapped.sampleRate);
      source.connect(tap);
    },
    stopPcm,
    close: () => {
      stopLevels();
      stopPcm();
      void context.close();
    },
  };
}

function pcmSource(stream: MediaStream): { context: AudioContext; source: MediaStreamAudioSourceNode } {
  const resampling = new AudioContext({ sampleRate: PCM_SAMPLE_RATE });
  try {
    return { context: resampling, source: resampling.createMediaStreamSource(stream) };
  } catch {
    // Firefox connects a microphone only to a context of the microphone's own rate.
    void resampling.close();
    const context = new AudioContext();
    return { context, source: context.createMediaStreamSource(stream) };
  }
}
