import { fireEvent, screen } from '@testing-library/react-native';

import { render } from '@/ui/testing/render';

import { PlaybackProvider } from './PlaybackContext';
import { PlayerBar } from './PlayerBar';

jest.mock('@/ui/audio', () => ({
  ...jest.requireActual('@/ui/audio'),
  usePlayer: () => ({ ready: false, playing: false, rate: 1, position: () => 0 }),
}));

const onRetry = jest.fn();
const bar = (failed: boolean, url: string | null) => (
  <PlaybackProvider url={url} failed={failed} onRetry={onRetry}>
    <PlayerBar words={[]} durationS={3} />
  </PlaybackProvider>
);

it('says when the recording could not be asked for, and asks again', async () => {
  await render(bar(true, null));
  expect(screen.getByText(/can not be played right now/)).toBeOnTheScreen();
  await fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledTimes(1);
});

it('goes on with the address that it has', async () => {
  await render(bar(true, 'https://store.test/a'));
  expect(screen.getByRole('button', { name: 'Play' })).toBeOnTheScreen();
});
