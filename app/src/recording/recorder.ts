/** The recorder on a phone: expo-audio writes AAC into an .m4a file, and a tap of samples feeds the captions. */
import {
  AudioModule,
  AudioQuality,
  IOSOutputFormat,
  setAudioModeAsync,
  setIsAudioActiveAsync,
  type RecordingOptions,
} from 'expo-audio';
import type { AudioRecorder } from 'expo-audio/build/AudioModule.types';
import type { Clock } from '@/lib/clock';
import { levelFromDb, rmsDb } from './levels';
import { sampleTap } from './native/samples';
import { stallDetector } from './native/stall';
import { RecorderError, type Recorder, type RecorderEvent } from './recorder.types';

const OPTIONS: RecordingOptions = {
  directory: 'document',
  isMeteringEnabled: true,
  extension: '.m4a',
  sampleRate: 44_100,
  numberOfChannels: 1,
  bitRate: 64_000,
  android: { outputFormat: 'mpeg4', audioEncoder: 'aac' },
  ios: { outputFormat: IOSOutputFormat.MPEG4AAC, audioQuality: AudioQuality.HIGH },
  web: {},
};
const FORMAT = { mimeType: 'audio/mp4', extension: 'm4a' };
const POLL_EVERY_MS = 50;

export function createRecorder(clock: Clock): Recorder {
  const listeners = new Set<(event: RecorderEvent) => void>();
  const emit = (event: RecorderEvent) => listeners.forEach((listener) => listener(event));
  const stall = stallDetector();
  let recorder: AudioRecorder | null = null;
  let stopPolling: (() => void) | null = null;
  let running = false;
  let wantsPcm = false;

  const tap = sampleTap((samples, sampleRate) => {
    if (running) emit({ type: 'pcm', samples, sampleRate });
    // The recorder meters only what it records; before that the level comes from the samples.
    else emit({ type: 'level', level: levelFromDb(rmsDb(Float32Array.from(samples, (sample) => sample / 32_768))) });
  });

  /** By its own word: on an iPhone it says that it records also while a call has the microphone, and starts anew only after a pause. */
  const hold = (current: AudioRecorder) => {
    if (current.getStatus().isRecording) current.pause();
  };

  const poll = (current: AudioRecorder) => {
    // expo-audio lets each recorder go on by itself when the app comes back to the front or a call ends.
    if (!running) return hold(current);
    const status = current.getStatus();
    emit({ type: 'level', level: levelFromDb(status.metering ?? -Infinity) });
    // expo-audio tells nobody that a call took the microphone; the recorded time standing still does.
    if (!status.mediaServicesDidReset && !stall.check(clock.now(), current.currentTime, status.metering)) return;
    running = false;
    hold(current);
    tap.stop();
    emit({
      type: 'interrupted',
      by: status.mediaServicesDidReset ? 'microphone_lost' : 'call',
      canResume: !status.mediaServicesDidReset,
    });
  };

  const record = (current: AudioRecorder) => {
    stall.reset(clock.now());
    // A recorder that went on by itself can not be started.
    hold(current);
    current.record();
    running = true;
    if (wantsPcm) tap.start();
  };

  /** iOS gives the session to a call and does not give it back by itself; a tap that stops shuts it down. */
  const takeSession = async () => {
    await setAudioModeAsync({ allowsRecording: true, playsInSilentMode: true, interruptionMode: 'doNotMix' });
    await setIsAudioActiveAsync(true);
  };

  const close = () => {
    stopPolling?.();
    stopPolling = null;
    running = false;
    recorder?.release();
    recorder = null;
    tap.stop();
    // What was recorded is to be heard also from a phone whose ring switch is off.
    void setAudioModeAsync({ allowsRecording: false, playsInSilentMode: true });
  };

  return {
    open: async () => {
      if (recorder) return;
      const permission = await AudioModule.requestRecordingPermissionsAsync();
      if (!permission.granted) {
        throw new RecorderError(permission.canAskAgain ? 'permission_refused' : 'permission_blocked');
      }
      try {
        await takeSession();
        recorder = new AudioModule.AudioRecorder(OPTIONS);
        await recorder.prepareToRecordAsync(OPTIONS);
      } catch (error) {
        close();
        throw new RecorderError('microphone_busy', { cause: error });
      }
      const opened = recorder;
      stopPolling = clock.every(POLL_EVERY_MS, () => poll(opened));
      tap.start();
    },

    start: async ({ pcm }) => {
      if (!recorder) throw new RecorderError('no_microphone');
      wantsPcm = pcm;
      try {
        if (!pcm) {
          // Before the recorder starts, since it takes the session along.
          tap.stop();
          await takeSession();
        }
        record(recorder);
      } catch (error) {
        throw new RecorderError('microphone_busy', { cause: error });
      }
      return FORMAT;
    },

    pause: () => {
      running = false;
      recorder?.pause();
    },

    resume: async () => {
      if (!recorder) throw new RecorderError('no_microphone');
      try {
        await takeSession();
        record(recorder);
      } catch (error) {
        throw new RecorderError('microphone_busy', { cause: error });
      }
    },

    stop: async () => {
      running = false;
      if (!recorder) return tap.stop();
      // The tap last, since it takes the session along.
      await recorder.stop().finally(tap.stop);
      if (recorder.uri) emit({ type: 'media', media: { kind: 'file', uri: recorder.uri } });
    },

    close,

    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
