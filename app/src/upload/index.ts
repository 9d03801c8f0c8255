export { askForFeedback, discardTake, retryUpload, sendTake, takePlaybackUrl, type UploadServices } from './actions';
export { Completions } from './completions';
export { idempotencyKey, type UploadServer } from './delivery';
export { putBytes } from './putBytes';
export { UploadQueue, type QueueDeps, type QueueWord } from './queue';
export {
  onlineChanged,
  recoveredChanged,
  selectOnline,
  selectRecoveredTakes,
  selectUpload,
  selectUploads,
  uploadsChanged,
  uploadsSlice,
  type TakeSummary,
  type UploadsState,
} from './slice';
export type { Upload, UploadStage, WaitReason } from './upload.types';
