import { validate } from './validate';

const email = 'ana@example.org';

it('asks a sign-in only for what is missing', () => {
  expect(validate({ email: ' ', password: '' }, 'sign-in')).toEqual({
    email: 'emailMissing',
    password: 'passwordMissing',
  });
  expect(validate({ email, password: 'short' }, 'sign-in')).toEqual({});
});

it('tells an address from something else', () => {
  expect(validate({ email: 'ana', password: 'long enough' }, 'sign-up')).toEqual({ email: 'emailShape' });
  expect(validate({ email: ` ${email} `, password: 'long enough' }, 'sign-up')).toEqual({});
});

it('holds a new password between 8 characters and 71 bytes', () => {
  expect(validate({ email, password: '1234567' }, 'sign-up')).toEqual({ password: 'passwordShort' });
  expect(validate({ email, password: 'x'.repeat(71) }, 'sign-up')).toEqual({});
  expect(validate({ email, password: 'x'.repeat(72) }, 'sign-up')).toEqual({ password: 'passwordLong' });
  expect(validate({ email, password: 'é'.repeat(36) }, 'sign-up')).toEqual({ password: 'passwordLong' });
  expect(validate({ email, password: '🎤'.repeat(18) }, 'sign-up')).toEqual({ password: 'passwordLong' });
});
