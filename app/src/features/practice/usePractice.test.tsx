import { act } from '@testing-library/react-native';
import { router, Stack } from 'expo-router';
import { renderRouter } from 'expo-router/testing-library';
import { Text } from 'react-native';

import { usePractice } from './usePractice';

const mockRecorder = { phase: 'recording', stop: jest.fn(async () => undefined), release: jest.fn() };

jest.mock('@/recording', () => ({ useRecorder: () => mockRecorder, useElapsedMs: () => 0 }));
jest.mock('@/store/hooks', () => ({ useAppDispatch: () => jest.fn() }));
jest.mock('@/upload', () => ({}));

function Practice() {
  usePractice({ text: 'Why us?' }, false);
  return null;
}

it('ends the recording when another screen comes over it', async () => {
  await renderRouter(
    { _layout: () => <Stack />, practice: Practice, settings: () => <Text>Settings</Text> },
    { initialUrl: '/practice' },
  );
  expect(mockRecorder.stop).not.toHaveBeenCalled();
  await act(() => router.push('/settings'));
  expect(mockRecorder.stop).toHaveBeenCalledTimes(1);
});
