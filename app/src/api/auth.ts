/** Signing in, up and out. These do not use the generated endpoints, so that no token ever reaches the store. */
import { emptyApi } from './emptyApi';
import type { Credentials, Registration, SignedInUser, SignInAnswer } from './authority';
import { signedIn, signedOut } from './events';
import { apiServices } from './services';

const result = (answer: SignInAnswer) => ('user' in answer ? { data: answer.user } : { error: answer.problem });

export const authApi = emptyApi.injectEndpoints({
  endpoints: (build) => ({
    signIn: build.mutation<SignedInUser, Credentials>({
      queryFn: async (credentials, { extra }) => result(await apiServices(extra).authority.signIn(credentials)),
      onQueryStarted: async (_, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null);
        if (answer) dispatch(signedIn({ userId: answer.data.id }));
      },
    }),
    signUp: build.mutation<SignedInUser, Registration>({
      queryFn: async (registration, { extra }) => result(await apiServices(extra).authority.signUp(registration)),
      onQueryStarted: async (_, { dispatch, queryFulfilled }) => {
        const answer = await queryFulfilled.catch(() => null);
        if (answer) dispatch(signedIn({ userId: answer.data.id }));
      },
    }),
    signOut: build.mutation<null, void>({
      queryFn: async (_, { extra, dispatch }) => {
        await apiServices(extra).authority.signOut();
        dispatch(signedOut({ reason: 'chosen' }));
        return { data: null };
      },
    }),
  }),
});
