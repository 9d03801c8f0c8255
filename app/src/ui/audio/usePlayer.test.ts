import { act, renderHook } from '@testing-library/react-native';

import { usePlayer } from './usePlayer';

const mockPhone = { calls: [] as string[], currentTime: 0, duration: 10 };

jest.mock('expo-audio', () => ({
  setAudioModeAsync: async (mode: object) => void mockPhone.calls.push(JSON.stringify(mode)),
  useAudioPlayer: () => mockPlayer,
  useAudioPlayerStatus: () => ({ isLoaded: true, playing: false, playbackRate: 1, currentTime: mockPhone.currentTime }),
}));

const mockPlayer = {
  get currentTime() {
    return mockPhone.currentTime;
  },
  get duration() {
    return mockPhone.duration;
  },
  play: () => void mockPhone.calls.push('play'),
  seekTo: async (seconds: number) => void mockPhone.calls.push(`seek ${seconds}`),
};

const played = async (at: number, seconds?: number) => {
  Object.assign(mockPhone, { calls: [], currentTime: at });
  const { result } = await renderHook(() => usePlayer('file:///a.m4a'));
  await act(async () => result.current.play(seconds));
  return mockPhone.calls;
};

it('is heard with the ring switch off, and says so to the phone once', async () => {
  const mode = JSON.stringify({ allowsRecording: false, playsInSilentMode: true });
  expect(await played(3)).toEqual([mode, 'play']);
  expect(await played(3)).toEqual(['play']);
});

it('goes on where it stands, and from the beginning at the end', async () => {
  expect(await played(3)).toEqual(['play']);
  expect(await played(9.98)).toEqual(['seek 0', 'play']);
  expect(await played(9.98, 4)).toEqual(['seek 4', 'play']);
});
