export { elapsedMs, type Phase, type RecordingState } from './phase';
export { createRecorder } from './recorder';
export { RecorderError, type Interruption, type RecorderProblem } from './recorder.types';
export { recoverTakes } from './recovery';
export { practiceSlice, selectPractice, takeEnded, takeStarted } from './slice';
export { type Take, type TakeBody, type TakeRequest, type TakeState, type TakeStore } from './take.types';
export { TakeRecorder } from './takeRecorder';
export { createTakeStore } from './takeStore';
export { TakeRecorderContext, useElapsedMs, useLevel, useRecorder, type RecorderView } from './useRecorder';
