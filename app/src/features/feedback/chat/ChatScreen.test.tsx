import { fireEvent, screen, waitFor } from '@testing-library/react-native';

import { render } from '@/ui/testing/render';

import { ChatScreen } from './ChatScreen';

const mockChat = jest.fn();
let mockModel = 'here';
let mockError: unknown;

jest.mock('expo-router', () => ({
  ...jest.requireActual('@/ui/testing/router'),
  useLocalSearchParams: () => ({ id: '7' }),
}));
jest.mock('@/api', () => ({
  useChatMutation: () => [mockChat, { isLoading: false, error: mockError }],
  useGetSessionQuery: () => ({ data: { question: 'Why you?' } }),
}));
jest.mock('@/features/settings', () => ({ useEngines: () => ({ languageModel: { state: mockModel } }) }));

beforeEach(() => {
  mockModel = 'here';
  mockError = undefined;
  mockChat.mockReset();
});

const typed = () => screen.getByLabelText('Your question');

it('asks about this answer and shows what came back', async () => {
  mockChat.mockResolvedValue({ data: { reply: 'Say what changed.' } });
  await render(<ChatScreen />);
  await fireEvent.changeText(typed(), ' What is missing? ');
  await fireEvent.press(screen.getByRole('button', { name: 'Ask' }));
  await waitFor(() => expect(screen.getByText('Say what changed.')).toBeOnTheScreen());
  expect(mockChat).toHaveBeenCalledWith({ message: 'What is missing?', session_id: 7 });
  expect(screen.getByText('What is missing?')).toBeOnTheScreen();
  expect(typed().props.value).toBe('');
});

it('keeps what was typed when no answer came, and says why', async () => {
  mockError = { kind: 'timeout' };
  mockChat.mockResolvedValue({ error: mockError });
  await render(<ChatScreen />);
  await fireEvent.changeText(typed(), 'What is missing?');
  await fireEvent.press(screen.getByRole('button', { name: 'Ask' }));
  await waitFor(() => expect(screen.getByText(/took too long/)).toBeOnTheScreen());
  expect(typed().props.value).toBe('What is missing?');
});

it('says so once where there is no language model, and offers nothing to type into', async () => {
  mockModel = 'none';
  await render(<ChatScreen />);
  expect(screen.getByText('No language model here')).toBeOnTheScreen();
  expect(screen.queryByLabelText('Your question')).toBeNull();
});
