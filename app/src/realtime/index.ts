export { attachRecording } from './attach';
export { Captions, type CaptionsState } from './captions';
export { liveApi, useLiveSessionQuery, type LiveSession, type WorkError, type WorkProgress } from './liveSession';
export { applyMessage, sessionNews } from './messages';
export { socketUrl, type ServerMessage, type WorkStage } from './protocol';
export type { RealtimeServices } from './services';
export { connectionChanged, realtimeSlice, selectConnection } from './slice';
export { LiveSocket, type Connection, type SocketDeps, type SocketLike } from './socket';
export { CaptionsContext, useCaptions } from './useCaptions';
