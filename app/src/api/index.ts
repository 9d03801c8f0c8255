import { authApi } from './auth';
import { api } from './tags';

export { api };
export const { useSignInMutation, useSignUpMutation, useSignOutMutation } = authApi;
export const {
  useGetMeQuery,
  useUpdateMeMutation,
  useDeleteMeMutation,
  useListDevicesQuery,
  useRevokeDeviceMutation,
  useListQuestionsQuery,
  useGenerateQuestionsMutation,
  useChatMutation,
  useListSessionsQuery,
  useGetSessionQuery,
  useUpdateSessionMutation,
  useDeleteSessionMutation,
  useRetrySessionMutation,
  useGetTranscriptQuery,
  useCorrectTranscriptMutation,
  useGetSessionAudioQuery,
  useGetFeedbackQuery,
  useContestClaimMutation,
  useGetFeedbackHistoryQuery,
  useGetFollowUpsQuery,
  useGetProgressQuery,
  useGetHealthQuery,
} = api;

export { Authority, type TokenAnswer } from './authority';
export { signedIn, signedOut } from './events';
export { exportEverything } from './export';
export { fieldProblem, isProblem, isTransient, ruleCode, type Problem, type RuleCode } from './problem';
export { refreshTokenPlace } from './refreshToken';
export type { ApiServices } from './services';
export type {
  Check as HealthCheck,
  CoachInfo,
  Competency as CompetencyName,
  CompetencyAttempt,
  CompetencyFeedback as Competency,
  CompetencyProgress,
  ContestAnswer,
  Delivery,
  DueCompetency,
  Device,
  Evidence,
  Failure,
  Feedback,
  FeedbackVersion,
  Health,
  Improvement,
  Kind as QuestionKind,
  Length,
  Presigned as PresignedUpload,
  Question,
  Reference,
  Session,
  SessionPage,
  SessionStatus,
  SessionSummary,
  Statistics as SessionStats,
  Strength,
  TailoredQuestion as GeneratedQuestion,
  Transcript,
  Unscored,
  User,
  Word,
} from './generated';
