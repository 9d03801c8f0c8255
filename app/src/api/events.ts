/** What the API tells the rest of the app about the sign-in. */
import { createAction } from '@reduxjs/toolkit';

export const signedIn = createAction<{ userId: number }>('auth/signedIn');
/** `chosen`: the person signed out or deleted the account; `expired`: the server ended the sign-in. */
export const signedOut = createAction<{ reason: 'chosen' | 'expired' }>('auth/signedOut');
