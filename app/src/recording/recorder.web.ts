/** The recorder in a browser: MediaRecorder, which hands over a piece each second. */
import type { Clock } from '@/lib/clock';
import { exclusive } from '@/lib/exclusive';
import { listenIn, type Analysis } from './web/analysis';
import { baseMimeType, chooseFormat } from './web/format';
import { microphoneProblem } from './web/microphoneProblem';
import { RecorderError, type Recorder, type RecorderEvent } from './recorder.types';

const TIMESLICE_MS = 1_000;
/** Bits a second; speech in Opus is transparent well below this. */
const BITRATE = 64_000;
const TAB_LOCK = 'greenroom-recorder';

export function createRecorder(clock: Clock): Recorder {
  const listeners = new Set<(event: RecorderEvent) => void>();
  const emit = (event: RecorderEvent) => listeners.forEach((listener) => listener(event));
  let stream: MediaStream | null = null;
  let analysis: Analysis | null = null;
  let media: MediaRecorder | null = null;
  let wantsPcm = false;
  let releaseTab: (() => void) | null = null;
  /** Pieces become bytes one after the other, in the order in which they were recorded. */
  let handedOver: Promise<void> = Promise.resolve();

  const startPcm = () => {
    if (!wantsPcm) return;
    // Captions are a help: without a worklet the recording goes on just as well.
    void analysis
      ?.startPcm((samples, sampleRate) => emit({ type: 'pcm', samples, sampleRate }))
      .catch(() => analysis?.stopPcm());
  };

  const close = () => {
    if (media && media.state !== 'inactive') media.stop();
    media = null;
    analysis?.close();
    analysis = null;
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    releaseTab?.();
    releaseTab = null;
  };

  const watchTrack = (track: MediaStreamTrack) => {
    const interrupted = (by: 'call' | 'microphone_lost') => {
      if (!media || media.state === 'inactive') return;
      if (media.state === 'recording') media.pause();
      analysis?.stopPcm();
      emit({ type: 'interrupted', by, canResume: by === 'call' });
    };
    // Safari mutes the track while a call or another app has the microphone.
    track.onmute = () => interrupted('call');
    // Pulled out: the container can not go on with another microphone's stream.
    track.onended = () => interrupted('microphone_lost');
  };

  return {
    open: async () => {
      if (stream) return;
      if (!window.isSecureContext) throw new RecorderError('insecure_page');
      if (!navigator.mediaDevices || typeof MediaRecorder === 'undefined') throw new RecorderError('unsupported');
      releaseTab ??= await exclusive.hold(TAB_LOCK);
      if (!releaseTab) throw new RecorderError('other_tab');
      try {
        stream = await navigator.mediaDevices.getUserMedia({
          audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
        });
      } catch (error) {
        close();
        throw new RecorderError(await microphoneProblem(error), { cause: error });
      }
      stream.getAudioTracks().forEach(watchTrack);
      analysis = listenIn(stream, clock.every, (level) => emit({ type: 'level', level }));
    },

    start: async ({ pcm }) => {
      const format = chooseFormat((mimeType) => MediaRecorder.isTypeSupported(mimeType));
      if (!format) throw new RecorderError('unsupported');
      if (!stream) throw new RecorderError('no_microphone');
      const recorder = new MediaRecorder(stream, { mimeType: format.mimeType, audioBitsPerSecond: BITRATE });
      recorder.ondataavailable = ({ data }) => {
        if (data.size === 0) return;
        handedOver = handedOver.then(async () => {
          emit({ type: 'media', media: { kind: 'chunk', bytes: await data.arrayBuffer() } });
        });
      };
      try {
        recorder.start(TIMESLICE_MS);
      } catch (error) {
        throw new RecorderError('microphone_busy', { cause: error });
      }
      media = recorder;
      wantsPcm = pcm;
      startPcm();
      return { mimeType: baseMimeType(recorder.mimeType || format.mimeType), extension: format.extension };
    },

    pause: () => {
      if (media?.state !== 'recording') return;
      // What was said up to here is written now, not when somebody goes on.
      media.requestData();
      media.pause();
      analysis?.stopPcm();
    },

    resume: async () => {
      const track = stream?.getAudioTracks()[0];
      if (!track || track.readyState === 'ended') throw new RecorderError('no_microphone');
      if (track.muted) throw new RecorderError('microphone_busy');
      media?.resume();
      startPcm();
    },

    stop: async () => {
      const recorder = media;
      media = null;
      analysis?.stopPcm();
      if (recorder && recorder.state !== 'inactive') {
        const stopped = new Promise<void>((resolve) =>
          recorder.addEventListener('stop', () => resolve(), { once: true }),
        );
        recorder.stop();
        await stopped;
      }
      await handedOver;
    },

    close,

    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
