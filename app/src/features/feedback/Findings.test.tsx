import { fireEvent, screen } from '@testing-library/react-native';

import type { Session, Feedback } from '@/api';
import { render } from '@/ui/testing/render';

import { Findings } from './Findings';
import { Onward } from './Onward';

const mockPlay = jest.fn();
const mockRetry = jest.fn();

jest.mock('expo-router', () => jest.requireActual('@/ui/testing/router'));
const mockContest = jest.fn();
let mockContested: { data?: unknown; error?: unknown } = {};
let mockModel = 'none';
const mockFollowUps = [
  { text: 'What would you do differently?', because: { quote: 'I added', start_s: 12.4, end_s: 13 } },
];

jest.mock('@/api', () => ({
  useRetrySessionMutation: () => [mockRetry, { isLoading: false }],
  useContestClaimMutation: () => [mockContest, { isLoading: false, ...mockContested }],
  useGetFollowUpsQuery: () => ({ data: { questions: mockFollowUps }, refetch: jest.fn() }),
}));
jest.mock('@/features/settings', () => ({ useEngines: () => ({ languageModel: { state: mockModel } }) }));
jest.mock('@/features/practice', () => ({ practiceHref: jest.requireActual('@/features/practice/href').practiceHref }));
jest.mock('./player/PlaybackContext', () => ({ usePlayback: () => ({ player: { play: mockPlay }, url: 'blob:x' }) }));

const session = { id: 7 } as Session;
const quote = { quote: 'I added an index', start_s: 12.4, end_s: 14 };
const ready: Feedback = {
  status: 'ready',
  reason: null,
  overall_score: 62.5,
  communication_score: 60,
  technical_score: 65,
  clarity_score: null,
  competencies: [
    {
      name: 'specificity',
      level: 3,
      spread: 0,
      uncertain: false,
      anchor_met: 'One real event.',
      anchor_next: 'Each step with numbers.',
      evidence: [quote],
    },
  ],
  not_scored: [{ name: 'clarity', reason: 'Not judged without a language model: sentences.' }],
  strengths: [{ text: 'You name what you did.', evidence: [quote] }],
  improvements: [{ text: 'Nothing says what changed.', evidence: [], try: 'Say what changed.' }],
  detailed_feedback: null,
  model_answer: null,
  delivery: {} as Feedback['delivery'],
  coach: { kind: 'rules', model: null, prompt_version: null, rubric_version: '1', lists_version: '1' },
};
const empty = {
  overall_score: null,
  communication_score: null,
  technical_score: null,
  clarity_score: null,
  competencies: [],
  strengths: [],
  improvements: [],
};

beforeEach(() => {
  mockContested = {};
  mockModel = 'none';
});

it('shows the level with the anchor met and the next, and what was not judged with its reason', async () => {
  await render(<Findings session={session} feedback={ready} />);
  expect(screen.getByLabelText('Overall score: 63 of 100')).toBeOnTheScreen();
  expect(screen.getByLabelText('Level 3 of 5')).toBeOnTheScreen();
  expect(screen.getByText('One real event.')).toBeOnTheScreen();
  expect(screen.getByText(/Each step with numbers\./)).toBeOnTheScreen();
  expect(screen.getByText(/Not judged without a language model: sentences\./)).toBeOnTheScreen();
  expect(screen.getByLabelText('Clarity: Not scored')).toBeOnTheScreen();
});

it('plays a quote from a moment before its first word to the end of its last', async () => {
  await render(<Findings session={session} feedback={ready} />);
  await fireEvent.press(screen.getByLabelText(/Play “I added an index” from 0:12/));
  expect(mockPlay).toHaveBeenCalledWith(expect.closeTo(12.28), 14);
});

it('gives no score and the reason when an answer can not be scored', async () => {
  const reason = { code: 'too_short', message: 'There are only 4 seconds of speech.' };
  await render(<Findings session={session} feedback={{ ...ready, ...empty, status: 'not_scorable', reason }} />);
  expect(screen.getByText('There are only 4 seconds of speech.')).toBeOnTheScreen();
  expect(screen.queryByText('Score')).toBeNull();
  expect(screen.queryByText('0')).toBeNull();
});

it('offers to try again when the coach did not answer', async () => {
  const reason = { code: 'timeout', message: 'No answer within 60 s.' };
  await render(<Findings session={session} feedback={{ ...ready, ...empty, status: 'unavailable', reason }} />);
  await fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  expect(mockRetry).toHaveBeenCalledWith(7);
});

it('says once why a judge that may only coach gives no scores, and shows what it found', async () => {
  const message = 'This judge agrees too little with people to give scores.';
  const coaching: Feedback = {
    ...ready,
    ...empty,
    strengths: ready.strengths,
    reason: { code: 'coaching_only', message },
    not_scored: [{ name: 'structure', reason: message }],
  };
  await render(<Findings session={session} feedback={coaching} />);
  expect(screen.getAllByText(message)).toHaveLength(1);
  expect(screen.getByText('You name what you did.')).toBeOnTheScreen();
  expect(screen.queryByLabelText('Clarity: Not scored')).toBeNull();
});

it('does not call too little a low score', async () => {
  await render(<Findings session={session} feedback={{ ...ready, overall_score: null }} />);
  expect(screen.getByText('No overall score: too little could be judged for one.')).toBeOnTheScreen();
});

describe('a claim that is called wrong', () => {
  it('is checked again, with what the person says against it', async () => {
    await render(<Findings session={session} feedback={ready} />);
    await fireEvent.press(screen.getByRole('button', { name: 'This is wrong: Nothing says what changed.' }));
    await fireEvent.changeText(screen.getByLabelText('In your words'), ' I said it at the end. ');
    await fireEvent.press(screen.getByRole('button', { name: 'Check it again' }));
    const contestRequest = { claim: 'Nothing says what changed.', comment: 'I said it at the end.' };
    expect(mockContest).toHaveBeenCalledWith({ id: 7, contestRequest });
  });

  it('is named by its competency when it is a level', async () => {
    await render(<Findings session={session} feedback={ready} />);
    await fireEvent.press(screen.getByRole('button', { name: 'This is wrong: Specificity: level 3 of 5' }));
    await fireEvent.press(screen.getByRole('button', { name: 'Check it again' }));
    expect(mockContest).toHaveBeenLastCalledWith({ id: 7, contestRequest: { claim: 'specificity', comment: null } });
  });

  it.each([
    ['withdrawn', 'Taken back'],
    ['upheld', 'It stands'],
  ])('is told to be %s with the reason', async (outcome, title) => {
    mockContested = { data: { outcome, reason: 'We read these words again.', feedback: ready } };
    await render(<Findings session={session} feedback={ready} />);
    await fireEvent.press(screen.getByRole('button', { name: 'This is wrong: Nothing says what changed.' }));
    expect(screen.getByText(title)).toBeOnTheScreen();
    expect(screen.getByText('We read these words again.')).toBeOnTheScreen();
    await fireEvent.press(screen.getByRole('button', { name: 'Done' }));
    expect(screen.queryByText(title)).toBeNull();
  });
});

it('shows what is missing in an outline as a blank', async () => {
  const model_answer = 'In short:\n[add: what changed, with a number]';
  await render(<Onward session={session} feedback={{ ...ready, model_answer }} />);
  await fireEvent.press(screen.getByRole('button', { name: 'An outline from your own words' }));
  expect(screen.getByText(/____ \(what changed, with a number\)/)).toBeOnTheScreen();
});

it('offers each follow-up question for practice, with the words it goes back to', async () => {
  await render(<Onward session={session} feedback={ready} />);
  expect(screen.getByText('What would you do differently?')).toBeOnTheScreen();
  expect(screen.getByLabelText('Practise it: What would you do differently?')).toBeOnTheScreen();
  expect(screen.getByText('“I added”')).toBeOnTheScreen();
});

it('says once and plainly that there is no coach to talk to, and offers the talk where there is one', async () => {
  const { rerender } = await render(<Onward session={session} feedback={ready} />);
  expect(screen.getByText(/no language model, so there is no coach to talk to/)).toBeOnTheScreen();
  mockModel = 'here';
  await rerender(<Onward session={session} feedback={{ ...ready }} />);
  expect(screen.queryByText(/no coach to talk to/)).toBeNull();
});
