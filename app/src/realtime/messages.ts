/** What a message of the server changes in the cached answers of the API. */
import type { ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { api, type Session } from '@/api';
import { liveApi, type LiveSession } from './liveSession';
import type { ServerMessage } from './protocol';

type ApiState = { api: ReturnType<typeof api.reducer> };
type Dispatch = ThunkDispatch<ApiState, unknown, UnknownAction>;

export function applyMessage(dispatch: Dispatch, message: ServerMessage): void {
  switch (message.type) {
    case 'session': {
      const { session } = message;
      patchLive(dispatch, session.id, (live) => {
        live.session = session;
        if (session.status !== 'failed') live.error = null;
        if (session.status !== 'transcribing' && session.status !== 'scoring') live.progress = null;
      });
      if (session.status === 'completed') dispatch(renewFeedback(session.id));
      void dispatch(api.util.upsertQueryData('getSession', session.id, session));
      dispatch(api.util.invalidateTags(['SessionList']));
      return;
    }
    case 'status':
      patchLive(dispatch, message.session_id, (live) => {
        live.error = null;
        live.progress = { stage: message.stage, progress: message.progress, position: message.position ?? null };
      });
      return;
    case 'transcript': {
      const { session_id: id, text, words, language, duration_s, engine } = message;
      void dispatch(
        api.util.upsertQueryData('getTranscript', id, {
          text,
          original_text: null,
          language,
          engine,
          duration_s,
          words,
        }),
      );
      void refreshSession(dispatch, id);
      return;
    }
    case 'feedback':
      void dispatch(api.util.upsertQueryData('getFeedback', message.session_id, message.feedback));
      void refreshSession(dispatch, message.session_id);
      return;
    case 'error':
      // Without a stage it answers a request (captions, say) and is no end of the work.
      if (message.session_id == null || (message.stage == null && message.code !== 'session_deleted')) return;
      patchLive(dispatch, message.session_id, (live) => {
        live.progress = null;
        live.error = {
          code: message.code,
          message: message.message,
          stage: message.stage ?? null,
          retryable: message.retryable ?? false,
          requestId: message.request_id ?? null,
        };
      });
      void refreshSession(dispatch, message.session_id);
      return;
    case 'auth_success':
    case 'partial':
    case 'pong':
      return;
  }
}

/** A judgement that ended before the socket began to watch tells only the session: what is known of its feedback is from before. */
const renewFeedback = (id: number) => (dispatch: Dispatch, getState: () => ApiState) => {
  const { status, data } = api.endpoints.getFeedback.select(id)(getState());
  if (status === 'pending' || data?.status === 'pending') dispatch(api.util.invalidateTags([{ type: 'Feedback', id }]));
};

/** A transcript or a feedback moves the session on; how far, the server says. */
async function refreshSession(dispatch: Dispatch, id: number): Promise<void> {
  const request = dispatch(api.endpoints.getSession.initiate(id, { forceRefetch: true, subscribe: false }));
  const { data } = await request;
  if (data) applyMessage(dispatch, { type: 'session', session: data });
}

function patchLive(dispatch: Dispatch, id: number, change: (live: LiveSession) => void): void {
  dispatch(liveApi.util.updateQueryData('liveSession', id, change));
}

const DELETED: ReadonlySet<string> = new Set(['not_found', 'session_deleted']);

/** What a message says about where a session stands; null when it says nothing of that. */
export function sessionNews(message: ServerMessage): { id: number; status: Session['status'] | 'deleted' } | null {
  switch (message.type) {
    case 'session':
      return { id: message.session.id, status: message.session.status };
    case 'transcript':
      return { id: message.session_id, status: 'transcribed' };
    case 'error':
      return message.session_id != null && DELETED.has(message.code)
        ? { id: message.session_id, status: 'deleted' }
        : null;
    default:
      return null;
  }
}
