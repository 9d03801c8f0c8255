import { fireEvent, screen } from '@testing-library/react-native';

import { render } from '@/ui/testing/render';
import { discardTake, sendTake } from '@/upload';

import { TakeShelf } from './TakeShelf';

const mockState = { recovered: [] as object[], uploads: [] as object[] };

jest.mock('expo-router', () => jest.requireActual('@/ui/testing/router'));
jest.mock('@/store/hooks', () => ({
  useAppDispatch: () => jest.fn(),
  useAppSelector: (select: (state: typeof mockState) => unknown) => select(mockState),
}));
jest.mock('@/upload', () => ({
  sendTake: jest.fn(),
  retryUpload: jest.fn(),
  discardTake: jest.fn(),
  selectRecoveredTakes: (state: typeof mockState) => state.recovered,
  selectUploads: (state: typeof mockState) => state.uploads,
}));

const take = {
  id: 'a',
  createdAt: new Date(2026, 10, 23, 14, 3).getTime(),
  durationMs: 135_000,
  size: 1,
  title: 'Why us?',
  question: 'Why us?',
};

beforeEach(() => {
  mockState.recovered = [];
  mockState.uploads = [];
});

it('takes no room when there is nothing on it', async () => {
  await render(<TakeShelf />);
  expect(screen.queryByLabelText('Recordings on this device')).toBeNull();
});

it('names a rescued recording by its time and length, and sends it', async () => {
  mockState.recovered = [take];
  await render(<TakeShelf />);
  expect(screen.getByText(/2 min 15 s.* was kept/)).toBeOnTheScreen();
  await fireEvent.press(screen.getByRole('button', { name: 'Send' }));
  expect(sendTake).toHaveBeenCalledWith('a');
});

it('asks before it throws a recording away', async () => {
  mockState.recovered = [take];
  await render(<TakeShelf />);
  await fireEvent.press(screen.getByRole('button', { name: 'Discard' }));
  expect(discardTake).not.toHaveBeenCalled();
  await fireEvent.press(screen.getByRole('button', { name: 'Throw away' }));
  expect(discardTake).toHaveBeenCalledWith('a');
});

it('says why an upload waits and that nothing is lost', async () => {
  mockState.uploads = [
    { ...take, takeId: 'a', stage: 'waiting', reason: 'offline', retryAt: null, progress: 0, problem: null },
  ];
  await render(<TakeShelf />);
  expect(screen.getByText('Waiting for a connection. Your recording is safe on this device.')).toBeOnTheScreen();
});
