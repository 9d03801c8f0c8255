import { fireEvent, screen } from '@testing-library/react-native';

import { render } from '@/ui/testing/render';

import { JobQuestionsScreen } from './JobQuestionsScreen';

const mockGenerate = jest.fn();
let mockAnswer: object = {};
let mockModel: string;

jest.mock('expo-router', () => jest.requireActual('@/ui/testing/router'));
jest.mock('@/features/practice', () => ({ practiceHref: () => '/practice' }));
jest.mock('@/features/settings', () => ({ useEngines: () => ({ languageModel: { state: mockModel } }) }));
jest.mock('@/api', () => ({
  ...jest.requireActual('../../api/problem'),
  useGenerateQuestionsMutation: () => [mockGenerate, { isLoading: false, ...mockAnswer }],
}));

beforeEach(() => {
  mockGenerate.mockReset();
  mockAnswer = {};
  mockModel = 'remote';
});

const submit = () => fireEvent.press(screen.getByRole('button', { name: 'Make questions' }));

it('says at once that there is no language model, and asks for nothing', async () => {
  mockModel = 'none';
  await render(<JobQuestionsScreen />);
  expect(screen.getByText('This server has no language model')).toBeOnTheScreen();
  await submit();
  expect(mockGenerate).not.toHaveBeenCalled();
});

it('passes on the setting that the server names', async () => {
  mockAnswer = {
    error: { kind: 'unavailable', code: 'llm_not_configured', retryAfterMs: null, detail: 'Set OPENAI_API_KEY.' },
  };
  await render(<JobQuestionsScreen />);
  expect(screen.getByText('Set OPENAI_API_KEY.')).toBeOnTheScreen();
});

it('asks for a text before it asks the server', async () => {
  await render(<JobQuestionsScreen />);
  await submit();
  expect(screen.getByText(/Please paste the job description/)).toBeOnTheScreen();
  expect(mockGenerate).not.toHaveBeenCalled();
});

it('sends only what was filled in, and shows the line that each question rests on', async () => {
  mockAnswer = {
    data: {
      questions: [{ text: 'How do you log?', competency: null, kind: null, because: 'You care about observability.' }],
    },
  };
  await render(<JobQuestionsScreen />);
  await fireEvent.changeText(screen.getByLabelText('Job description'), 'You care about observability.');
  await submit();
  expect(mockGenerate).toHaveBeenCalledWith({ count: 6, job_description: 'You care about observability.' });
  expect(screen.getByText('Because it says: “You care about observability.”')).toBeOnTheScreen();
});
