export { SignInScreen } from './SignInScreen';
export { SignUpScreen } from './SignUpScreen';
export { WelcomeScreen } from './WelcomeScreen';
export { wayBack } from './wayBack';
export { selectAuthStatus, selectSignOutReason, selectUserId } from './slice';
