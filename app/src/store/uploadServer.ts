/** The server as the upload queue sees it, through the API's endpoints and the socket. */
import { api } from '@/api';
import type { Clock } from '@/lib/clock';
import { attachRecording, type LiveSocket } from '@/realtime';
import type { UploadServer } from '@/upload';
import type { AppDispatch } from './store';

export function uploadServer(dispatch: AppDispatch, socket: LiveSocket, clock: Clock): UploadServer {
  const { createSession, getSession, presignUpload, confirmUpload, deleteSession } = api.endpoints;
  return {
    createSession: ({ request }, key) =>
      dispatch(
        createSession.initiate({
          'Idempotency-Key': key,
          createSessionRequest: {
            title: request.title,
            question: request.question,
            competency: request.competency,
            attempt_of: request.attemptOf,
          },
        }),
      ).unwrap(),
    getSession: (id) => dispatch(getSession.initiate(id, { forceRefetch: true, subscribe: false })).unwrap(),
    presign: ({ mimeType, extension, size }) =>
      dispatch(presignUpload.initiate({ content_type: mimeType, extension, size })).unwrap(),
    confirm: async (key) => (await dispatch(confirmUpload.initiate({ key })).unwrap()).file_size,
    attach: (sessionId, key) => attachRecording(socket, clock, sessionId, key),
    abandon: (sessionId) => void dispatch(deleteSession.initiate(sessionId)),
  };
}
