import { fakeClock } from '@/lib/testing/fakeClock';
import { createRecorder } from './recorder';
import type { RecorderEvent } from './recorder.types';

/** The phone's recorder as expo-audio has it: it can be started when it is prepared or paused, and only then. */
const mockPhone = { state: 'prepared', time: 0, calls: [] as string[] };

jest.mock('expo-audio', () => ({
  AudioQuality: {},
  IOSOutputFormat: {},
  setAudioModeAsync: async ({ allowsRecording }: { allowsRecording: boolean }) =>
    void mockPhone.calls.push(allowsRecording ? 'mode: record' : 'mode: play'),
  setIsAudioActiveAsync: async () => void mockPhone.calls.push('session on'),
  AudioModule: {
    requestRecordingPermissionsAsync: async () => ({ granted: true }),
    AudioRecorder: class {
      uri = 'file:///sound.m4a';
      get currentTime() {
        return mockPhone.time;
      }
      prepareToRecordAsync = async () => void (mockPhone.state = 'prepared');
      getStatus = () => ({ isRecording: mockPhone.state === 'recording', metering: -30, mediaServicesDidReset: false });
      record = () => {
        if (mockPhone.state === 'recording') throw new Error('The recorder is recording already');
        mockPhone.state = 'recording';
        mockPhone.calls.push('record');
      };
      pause = () => {
        if (mockPhone.state !== 'recording') throw new Error('The recorder is not recording');
        mockPhone.state = 'paused';
        mockPhone.calls.push('pause');
      };
      stop = async () => void mockPhone.calls.push('stop');
      release = () => void mockPhone.calls.push('release');
    },
    AudioStream: class {
      addListener = () => undefined;
      start = async () => void mockPhone.calls.push('tap on');
      stop = () => void mockPhone.calls.push('tap off');
      release = () => undefined;
    },
  },
}));

async function setUp({ pcm }: { pcm: boolean }) {
  Object.assign(mockPhone, { state: 'none', time: 0, calls: [] });
  const clock = fakeClock();
  const recorder = createRecorder(clock);
  const events: RecorderEvent[] = [];
  recorder.subscribe((event) => void (event.type === 'level' || events.push(event)));
  await recorder.open();
  await recorder.start({ pcm });
  return { clock, recorder, events };
}

/** Lets time pass in which the phone records when it says so. */
async function speak(clock: ReturnType<typeof fakeClock>, ms: number) {
  for (let past = 0; past < ms; past += 50) {
    if (mockPhone.state === 'recording') mockPhone.time += 0.05;
    await clock.advance(50);
  }
}

describe('the phone lets a paused recorder go on by itself', () => {
  test('it is paused again, and going on works', async () => {
    const { clock, recorder, events } = await setUp({ pcm: true });
    recorder.pause();
    mockPhone.state = 'recording';
    await speak(clock, 100);
    expect(mockPhone.state).toBe('paused');
    await recorder.resume();
    await speak(clock, 2_000);
    expect(mockPhone.state).toBe('recording');
    expect(events).toEqual([]);
  });

  test('going on works also when nobody has seen it yet', async () => {
    const { clock, recorder } = await setUp({ pcm: true });
    recorder.pause();
    mockPhone.state = 'recording';
    await recorder.resume();
    await speak(clock, 2_000);
    expect(mockPhone.state).toBe('recording');
  });

  test('nothing is recorded after an interruption until somebody goes on', async () => {
    const { clock, recorder, events } = await setUp({ pcm: true });
    mockPhone.state = 'paused';
    await speak(clock, 2_000);
    expect(events).toEqual([{ type: 'interrupted', by: 'call', canResume: true }]);
    mockPhone.state = 'recording';
    await speak(clock, 100);
    expect(mockPhone.state).toBe('paused');
    await recorder.resume();
    expect(mockPhone.state).toBe('recording');
  });
});

describe('the tap of samples, which takes the session along when it stops', () => {
  const order = (...names: string[]) => mockPhone.calls.filter((call) => names.includes(call));

  test('stops before the recorder starts when nobody wants captions', async () => {
    await setUp({ pcm: false });
    expect(order('tap on', 'tap off', 'session on', 'record')).toEqual([
      'session on',
      'tap on',
      'tap off',
      'session on',
      'record',
    ]);
  });

  test('stays for captions, and stops after the recorder', async () => {
    const { recorder, events } = await setUp({ pcm: true });
    await recorder.stop();
    expect(order('tap on', 'tap off', 'record', 'stop')).toEqual(['tap on', 'record', 'stop', 'tap off']);
    expect(events).toEqual([{ type: 'media', media: { kind: 'file', uri: 'file:///sound.m4a' } }]);
  });
});
