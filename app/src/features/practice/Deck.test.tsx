import { fireEvent, screen } from '@testing-library/react-native';

import type { RecorderProblem, RecorderView } from '@/recording';
import { render } from '@/ui/testing/render';

import { Deck } from './Deck';

jest.mock('expo-router', () => jest.requireActual('@/ui/testing/router'));
jest.mock('@/recording', () => ({ useLevel: () => 0, useElapsedMs: () => 61_000 }));

const actions = {
  target: { from: 60, to: 150 },
  prepare: jest.fn(),
  start: jest.fn(),
  finish: jest.fn(),
  again: jest.fn(),
};
const resume = jest.fn();
const recorder = (change: Partial<RecorderView>) =>
  ({ phase: 'idle', problem: null, interruption: null, canResume: true, resume, ...change }) as RecorderView;

const troubles: [RecorderProblem, RegExp][] = [
  ['no_microphone', /No microphone was found/],
  ['permission_refused', /was not allowed/],
  ['permission_blocked', /is blocked/],
  ['microphone_busy', /Another program has the microphone/],
  ['insecure_page', /not secure enough/],
  ['storage_full', /This device is full/],
  ['unsupported', /can not record/],
  ['other_tab', /Another tab is recording/],
  ['nothing_recorded', /Nothing was recorded/],
  ['unknown', /could not be opened/],
];

it.each(troubles)('says what is wrong with “%s” and lets the person try again', async (problem, words) => {
  await render(<Deck recorder={recorder({ phase: 'failed', problem })} {...actions} />);
  expect(screen.getByText(words)).toBeOnTheScreen();
  await fireEvent.press(screen.getByRole('button', { name: 'Try again' }));
  expect(actions.prepare).toHaveBeenCalled();
});

it('looks at the microphone before anything counts', async () => {
  await render(<Deck recorder={recorder({})} {...actions} />);
  expect(screen.getByText('Nothing is recorded yet.')).toBeOnTheScreen();
  expect(screen.queryByRole('button', { name: 'Start recording' })).toBeNull();
});

it('shows the time and the three controls while recording', async () => {
  await render(<Deck recorder={recorder({ phase: 'recording' })} {...actions} />);
  expect(screen.getByText('1:01')).toBeOnTheScreen();
  for (const name of ['Pause', 'Finish', 'Start over']) expect(screen.getByRole('button', { name })).toBeOnTheScreen();
});

it('offers to go on after a call', async () => {
  await render(<Deck recorder={recorder({ phase: 'interrupted', interruption: 'call' })} {...actions} />);
  expect(screen.getByText('A call came in between')).toBeOnTheScreen();
  await fireEvent.press(screen.getByRole('button', { name: 'Go on' }));
  expect(resume).toHaveBeenCalled();
});

it('offers only to finish when nothing more can be recorded', async () => {
  await render(
    <Deck recorder={recorder({ phase: 'interrupted', interruption: 'storage_full', canResume: false })} {...actions} />,
  );
  expect(screen.queryByRole('button', { name: 'Go on' })).toBeNull();
  expect(screen.getByRole('button', { name: 'Finish' })).toBeOnTheScreen();
});
