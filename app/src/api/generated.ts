import { emptyApi as api } from "./emptyApi";
const injectedRtkApi = api.injectEndpoints({
  endpoints: (build) => ({
    getMe: build.query<GetMeApiResponse, GetMeApiArg>({
      query: () => ({ url: `/auth/me` }),
    }),
    updateMe: build.mutation<UpdateMeApiResponse, UpdateMeApiArg>({
      query: (queryArg) => ({
        url: `/auth/me`,
        method: "PATCH",
        body: queryArg,
      }),
    }),
    deleteMe: build.mutation<DeleteMeApiResponse, DeleteMeApiArg>({
      query: (queryArg) => ({
        url: `/auth/me`,
        method: "DELETE",
        body: queryArg,
      }),
    }),
    listDevices: build.query<ListDevicesApiResponse, ListDevicesApiArg>({
      query: () => ({ url: `/auth/devices` }),
    }),
    revokeDevice: build.mutation<RevokeDeviceApiResponse, RevokeDeviceApiArg>({
      query: (queryArg) => ({
        url: `/auth/devices/${queryArg}`,
        method: "DELETE",
      }),
    }),
    presignUpload: build.mutation<
      PresignUploadApiResponse,
      PresignUploadApiArg
    >({
      query: (queryArg) => ({
        url: `/upload/s3-presign`,
        method: "POST",
        body: queryArg,
      }),
    }),
    confirmUpload: build.mutation<
      ConfirmUploadApiResponse,
      ConfirmUploadApiArg
    >({
      query: (queryArg) => ({
        url: `/upload/confirm`,
        method: "POST",
        body: queryArg,
      }),
    }),
    listQuestions: build.query<ListQuestionsApiResponse, ListQuestionsApiArg>({
      query: (queryArg) => ({
        url: `/questions`,
        params: {
          competency: queryArg.competency,
          role: queryArg.role,
          q: queryArg.q,
          limit: queryArg.limit,
          cursor: queryArg.cursor,
        },
      }),
    }),
    generateQuestions: build.mutation<
      GenerateQuestionsApiResponse,
      GenerateQuestionsApiArg
    >({
      query: (queryArg) => ({
        url: `/ai/questions`,
        method: "POST",
        body: queryArg,
      }),
    }),
    chat: build.mutation<ChatApiResponse, ChatApiArg>({
      query: (queryArg) => ({
        url: `/ai/chat`,
        method: "POST",
        body: queryArg,
      }),
    }),
    createSession: build.mutation<
      CreateSessionApiResponse,
      CreateSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/sessions`,
        method: "POST",
        body: queryArg.createSessionRequest,
        headers: {
          "Idempotency-Key": queryArg["Idempotency-Key"],
        },
      }),
    }),
    listSessions: build.query<ListSessionsApiResponse, ListSessionsApiArg>({
      query: (queryArg) => ({
        url: `/sessions`,
        params: {
          limit: queryArg.limit,
          cursor: queryArg.cursor,
          status: queryArg.status,
          q: queryArg.q,
        },
      }),
    }),
    getSession: build.query<GetSessionApiResponse, GetSessionApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}` }),
    }),
    updateSession: build.mutation<
      UpdateSessionApiResponse,
      UpdateSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/sessions/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.updateSessionRequest,
      }),
    }),
    deleteSession: build.mutation<
      DeleteSessionApiResponse,
      DeleteSessionApiArg
    >({
      query: (queryArg) => ({ url: `/sessions/${queryArg}`, method: "DELETE" }),
    }),
    completeSession: build.mutation<
      CompleteSessionApiResponse,
      CompleteSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/sessions/${queryArg}/complete`,
        method: "POST",
      }),
    }),
    retrySession: build.mutation<RetrySessionApiResponse, RetrySessionApiArg>({
      query: (queryArg) => ({
        url: `/sessions/${queryArg}/retry`,
        method: "POST",
      }),
    }),
    getTranscript: build.query<GetTranscriptApiResponse, GetTranscriptApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/transcript` }),
    }),
    correctTranscript: build.mutation<
      CorrectTranscriptApiResponse,
      CorrectTranscriptApiArg
    >({
      query: (queryArg) => ({
        url: `/sessions/${queryArg.id}/transcript`,
        method: "PATCH",
        body: queryArg.correctTranscriptRequest,
      }),
    }),
    getSessionAudio: build.query<
      GetSessionAudioApiResponse,
      GetSessionAudioApiArg
    >({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/audio` }),
    }),
    getFeedback: build.query<GetFeedbackApiResponse, GetFeedbackApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/feedback` }),
    }),
    getHealth: build.query<GetHealthApiResponse, GetHealthApiArg>({
      query: () => ({ url: `/health` }),
    }),
  }),
  overrideExisting: false,
});
export { injectedRtkApi as generatedApi };
export type GetMeApiResponse = /** status 200 ok */ User;
export type GetMeApiArg = void;
export type UpdateMeApiResponse = /** status 200 ok */ User;
export type UpdateMeApiArg = UpdateMeRequest;
export type DeleteMeApiResponse = unknown;
export type DeleteMeApiArg = DeleteMeRequest;
export type ListDevicesApiResponse = /** status 200 ok */ Devices;
export type ListDevicesApiArg = void;
export type RevokeDeviceApiResponse = unknown;
export type RevokeDeviceApiArg = number;
export type PresignUploadApiResponse = /** status 200 ok */ PresignedUpload;
export type PresignUploadApiArg = PresignRequest;
export type ConfirmUploadApiResponse = /** status 200 ok */ Upload;
export type ConfirmUploadApiArg = ConfirmRequest;
export type ListQuestionsApiResponse = /** status 200 ok */ QuestionPage;
export type ListQuestionsApiArg = {
  competency?: string;
  role?: string;
  q?: string;
  limit?: number;
  cursor?: string;
};
export type GenerateQuestionsApiResponse =
  /** status 200 ok */ GeneratedQuestions;
export type GenerateQuestionsApiArg = GenerateQuestionsRequest;
export type ChatApiResponse = /** status 200 ok */ ChatReply;
export type ChatApiArg = ChatRequest;
export type CreateSessionApiResponse = /** status 201 ok */ Session;
export type CreateSessionApiArg = {
  "Idempotency-Key"?: string;
  createSessionRequest: CreateSessionRequest;
};
export type ListSessionsApiResponse = /** status 200 ok */ SessionPage;
export type ListSessionsApiArg = {
  limit?: number;
  cursor?: string;
  status?: SessionStatus;
  q?: string;
};
export type GetSessionApiResponse = /** status 200 ok */ Session;
export type GetSessionApiArg = number;
export type UpdateSessionApiResponse = /** status 200 ok */ Session;
export type UpdateSessionApiArg = {
  id: number;
  updateSessionRequest: UpdateSessionRequest;
};
export type DeleteSessionApiResponse = unknown;
export type DeleteSessionApiArg = number;
export type CompleteSessionApiResponse = /** status 202 ok */ Session;
export type CompleteSessionApiArg = number;
export type RetrySessionApiResponse = /** status 202 ok */ Session;
export type RetrySessionApiArg = number;
export type GetTranscriptApiResponse = /** status 200 ok */ Transcript;
export type GetTranscriptApiArg = number;
export type CorrectTranscriptApiResponse = /** status 200 ok */ Transcript;
export type CorrectTranscriptApiArg = {
  id: number;
  correctTranscriptRequest: CorrectTranscriptRequest;
};
export type GetSessionAudioApiResponse = /** status 200 ok */ AudioUrl;
export type GetSessionAudioApiArg = number;
export type GetFeedbackApiResponse = /** status 200 ok */ Feedback;
export type GetFeedbackApiArg = number;
export type GetHealthApiResponse = /** status 200 ok */ Health;
export type GetHealthApiArg = void;
export type User = {
  id: number;
  email: string;
  name: string | null;
  created_at: string;
};
export type UpdateMeRequest = {
  name?: string | null;
  email?: string | null;
  current_password?: string | null;
  new_password?: string | null;
};
export type DeleteMeRequest = {
  password: string;
};
export type Device = {
  id: number;
  name: string;
  created_at: string;
  last_used_at: string;
  current: boolean;
};
export type Devices = {
  devices: Device[];
};
export type PresignedUpload = {
  url: string;
  key: string;
  method: string;
  headers: {
    [key: string]: string;
  };
  expires_in: number;
};
export type PresignRequest = {
  content_type: string;
  extension: string;
  size: number;
};
export type Upload = {
  id: number;
  key: string;
  content_type: string;
  file_size: number;
  uploaded_at: string;
};
export type ConfirmRequest = {
  key: string;
};
export type Question = {
  id: number;
  text: string;
  competency: string;
  kind: string;
  tips: string[];
};
export type QuestionPage = {
  questions: Question[];
  next_cursor: string | null;
};
export type GeneratedQuestion = {
  text: string;
  competency: string | null;
  kind: string | null;
  because: string | null;
};
export type GeneratedQuestions = {
  questions: GeneratedQuestion[];
};
export type GenerateQuestionsRequest = {
  count: number;
  role?: string | null;
  job_description?: string | null;
  resume?: string | null;
  kind?: string | null;
};
export type ChatReply = {
  reply: string;
};
export type ChatRequest = {
  message: string;
  session_id?: number | null;
};
export type SessionStatus =
  | "created"
  | "transcribing"
  | "transcribed"
  | "scoring"
  | "completed"
  | "failed";
export type Failure = {
  stage: "fetch" | "decode" | "speech" | "coach";
  code: string;
  message: string;
  retryable: boolean;
};
export type Session = {
  id: number;
  title: string;
  question: string | null;
  competency: string | null;
  status: SessionStatus;
  duration_s: number | null;
  overall_score: number | null;
  attempt_of: number | null;
  created_at: string;
  completed_at: string | null;
  failure: Failure | null;
  audio_key: string | null;
  transcript: string | null;
};
export type CreateSessionRequest = {
  title: string;
  question?: string | null;
  competency?: string | null;
  attempt_of?: number | null;
};
export type SessionSummary = {
  id: number;
  title: string;
  question: string | null;
  competency: string | null;
  status: SessionStatus;
  duration_s: number | null;
  overall_score: number | null;
  attempt_of: number | null;
  created_at: string;
  completed_at: string | null;
};
export type SessionStats = {
  total: number;
  completed: number;
  average_score: number | null;
  improvement: number | null;
  practice_s: number;
};
export type SessionPage = {
  sessions: SessionSummary[];
  next_cursor: string | null;
  stats: SessionStats;
};
export type UpdateSessionRequest = {
  title?: string | null;
  question?: string | null;
};
export type Word = {
  text: string;
  start_s: number;
  end_s: number;
  confidence: number | null;
};
export type Transcript = {
  text: string;
  original_text: string | null;
  language: string;
  engine: string;
  duration_s: number;
  words: Word[];
};
export type CorrectTranscriptRequest = {
  text: string;
};
export type AudioUrl = {
  url: string;
  expires_in: number;
};
export type Reason = {
  code: string;
  message: string;
};
export type Evidence = {
  quote: string;
  start_s: number | null;
  end_s: number | null;
};
export type Competency = {
  name: string;
  level: number | null;
  spread: number | null;
  anchor_met: string | null;
  anchor_next: string | null;
  evidence: Evidence[];
};
export type Strength = {
  text: string;
  evidence: Evidence[];
};
export type Improvement = {
  text: string;
  evidence: Evidence[];
  try: string | null;
};
export type Filler = {
  text: string;
  start_s: number;
};
export type Pause = {
  start_s: number;
  duration_s: number;
};
export type PacePoint = {
  start_s: number;
  words_per_minute: number;
};
export type Delivery = {
  words_per_minute: number | null;
  fillers_per_minute: number | null;
  fillers: Filler[];
  pauses: Pause[];
  longest_pause_s: number | null;
  speaking_s: number | null;
  hedges: Filler[];
  repetitions: Filler[];
  pace_curve: PacePoint[];
};
export type Coach = {
  kind: "rules" | "model";
  model: string | null;
  prompt_version: string | null;
  rubric_version: string;
};
export type Feedback = {
  status: "ready" | "pending" | "not_scorable" | "unavailable";
  reason: Reason | null;
  overall_score: number | null;
  communication_score: number | null;
  technical_score: number | null;
  clarity_score: number | null;
  competencies: Competency[];
  strengths: Strength[];
  improvements: Improvement[];
  detailed_feedback: string | null;
  model_answer: string | null;
  delivery: Delivery | null;
  coach: Coach | null;
};
export type HealthCheck = {
  status: "ok" | "degraded" | "down";
  latency_ms: number | null;
  detail: string | null;
};
export type Health = {
  status: "ok" | "degraded" | "down";
  version: string;
  checks: {
    [key: string]: HealthCheck;
  };
};
export const {
  useGetMeQuery,
  useUpdateMeMutation,
  useDeleteMeMutation,
  useListDevicesQuery,
  useRevokeDeviceMutation,
  usePresignUploadMutation,
  useConfirmUploadMutation,
  useListQuestionsQuery,
  useGenerateQuestionsMutation,
  useChatMutation,
  useCreateSessionMutation,
  useListSessionsQuery,
  useGetSessionQuery,
  useUpdateSessionMutation,
  useDeleteSessionMutation,
  useCompleteSessionMutation,
  useRetrySessionMutation,
  useGetTranscriptQuery,
  useCorrectTranscriptMutation,
  useGetSessionAudioQuery,
  useGetFeedbackQuery,
  useGetHealthQuery,
} = injectedRtkApi;
