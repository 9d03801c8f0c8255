/** Which cached answers a call makes stale, finer than OpenAPI's tags: a renamed session must not reload the audio that plays. */
import { generatedApi } from './generated';
import { signedOut } from './events';
import { apiServices } from './services';

/** A judge may think for a minute; milliseconds. */
const MODEL_TIMEOUT_MS = 120_000;

export const api = generatedApi.enhanceEndpoints({
  endpoints: {
    getMe: { providesTags: ['User'] },
    updateMe: { invalidatesTags: ['User', 'Devices'] },
    deleteMe: {
      onQueryStarted: async (_, { dispatch, queryFulfilled, extra }) => {
        const answer = await queryFulfilled.catch(() => null);
        if (!answer) return;
        apiServices(extra).authority.forget();
        dispatch(signedOut({ reason: 'chosen' }));
      },
    },
    listDevices: { providesTags: ['Devices'] },
    revokeDevice: { invalidatesTags: ['Devices'] },
    listQuestions: { providesTags: ['Questions'] },
    generateQuestions: { extraOptions: { timeoutMs: MODEL_TIMEOUT_MS } },
    chat: { extraOptions: { timeoutMs: MODEL_TIMEOUT_MS } },
    createSession: { invalidatesTags: ['SessionList'] },
    listSessions: { providesTags: ['SessionList'] },
    getSession: { providesTags: (_result, _error, id) => [{ type: 'Session', id }] },
    updateSession: { invalidatesTags: (_result, _error, { id }) => [{ type: 'Session', id }, 'SessionList'] },
    deleteSession: { invalidatesTags: ['SessionList'] },
    // Its address runs out, so it is asked for whenever somebody looks.
    getSessionAudio: { keepUnusedDataFor: 0 },
    completeSession: {
      invalidatesTags: (_result, _error, id) => [
        { type: 'Session', id },
        { type: 'Feedback', id },
      ],
    },
    retrySession: { invalidatesTags: (_result, _error, id) => [{ type: 'Session', id }] },
    getTranscript: { providesTags: (_result, _error, id) => [{ type: 'Transcript', id }] },
    correctTranscript: {
      invalidatesTags: (_result, _error, { id }) => [
        { type: 'Session', id },
        { type: 'Transcript', id },
        { type: 'Feedback', id },
      ],
    },
    getFeedback: { providesTags: (_result, _error, id) => [{ type: 'Feedback', id }] },
    getFeedbackHistory: { providesTags: (_result, _error, id) => [{ type: 'Feedback', id }] },
    contestClaim: {
      invalidatesTags: (_result, _error, { id }) => [{ type: 'Session', id }, { type: 'Feedback', id }, 'SessionList'],
      extraOptions: { timeoutMs: MODEL_TIMEOUT_MS },
    },
    // They rest on what was said, not on how it was judged.
    getFollowUps: {
      providesTags: (_result, _error, id) => [{ type: 'Transcript', id }],
      extraOptions: { timeoutMs: MODEL_TIMEOUT_MS },
    },
    getProgress: { providesTags: ['SessionList'] },
  },
});
