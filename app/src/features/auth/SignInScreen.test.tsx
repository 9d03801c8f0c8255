import { fireEvent, screen } from '@testing-library/react-native';

import { render } from '@/ui/testing/render';

import { keepDraft } from './draft';
import { SignInScreen } from './SignInScreen';
import { SignUpScreen } from './SignUpScreen';

const mockSignIn = jest.fn();
let mockError: unknown;

jest.mock('expo-router', () => jest.requireActual('@/ui/testing/router'));
jest.mock('@/env', () => ({ env: { serverAddressIsFixed: true } }));
jest.mock('@/store/hooks', () => ({
  useAppDispatch: () => jest.fn(),
  useAppSelector: () => ({ serverAddress: null }),
}));
jest.mock('@/features/settings', () => ({ selectSettings: jest.fn(), settingsChanged: jest.fn() }));
jest.mock('@/api', () => ({
  ...jest.requireActual('../../api/problem'),
  useSignInMutation: () => [mockSignIn, { isLoading: false, error: mockError }],
  useSignUpMutation: () => [mockSignIn, { isLoading: false, error: mockError }],
}));

beforeEach(() => {
  mockSignIn.mockReset();
  mockError = undefined;
  keepDraft({ email: '', name: '' });
});

const type = (label: string, text: string) => fireEvent.changeText(screen.getByLabelText(label), text);

it('says beside each field what is missing, and asks the server nothing', async () => {
  await render(<SignInScreen />);
  await fireEvent.press(screen.getByRole('button', { name: 'Sign in' }));
  expect(screen.getByText('Please enter your e-mail address.')).toBeOnTheScreen();
  expect(screen.getByText('Please enter your password.')).toBeOnTheScreen();
  expect(mockSignIn).not.toHaveBeenCalled();
});

it('sends the address without stray spaces', async () => {
  await render(<SignInScreen />);
  await type('E-mail address', ' ana@example.org ');
  await type('Password', 'long enough');
  await fireEvent.press(screen.getByRole('button', { name: 'Sign in' }));
  expect(mockSignIn).toHaveBeenCalledWith({ email: 'ana@example.org', password: 'long enough' });
});

it('puts a refusal beside the password and keeps what was typed', async () => {
  mockError = { kind: 'credentials', code: 'invalid_credentials', detail: '' };
  await render(<SignInScreen />);
  await type('E-mail address', 'ana@example.org');
  await type('Password', 'wrong');
  expect(screen.getByText('This address and password do not belong together.')).toBeOnTheScreen();
  expect(screen.getByLabelText('E-mail address')).toHaveDisplayValue('ana@example.org');
  expect(screen.getByLabelText('Password')).toHaveDisplayValue('wrong');
});

it('keeps the address when going over to creating an account, and never the password', async () => {
  const signIn = await render(<SignInScreen />);
  await type('E-mail address', 'ana@example.org');
  await type('Password', 'long enough');
  await signIn.unmount();
  await render(<SignUpScreen />);
  expect(screen.getByLabelText('E-mail address')).toHaveDisplayValue('ana@example.org');
  expect(screen.getByLabelText('Password')).toHaveDisplayValue('');
});

it('says beside the address that it is taken', async () => {
  mockError = { kind: 'rule', code: 'email_taken', detail: '' };
  await render(<SignUpScreen />);
  expect(screen.getByText(/already is an account with this address/)).toBeOnTheScreen();
});

it('says for the whole form what belongs to no field', async () => {
  mockError = { kind: 'rate_limited', retryAfterMs: 12_000, detail: '' };
  await render(<SignInScreen />);
  expect(screen.getByText(/try again in 12 seconds/)).toBeOnTheScreen();
});
