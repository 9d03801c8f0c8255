import { emptyApi as api } from "./emptyApi";
const injectedRtkApi = api.injectEndpoints({
  endpoints: (build) => ({
    chat: build.mutation<ChatApiResponse, ChatApiArg>({
      query: (queryArg) => ({
        url: `/ai/chat`,
        method: "POST",
        body: queryArg,
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
    listDevices: build.query<ListDevicesApiResponse, ListDevicesApiArg>({
      query: () => ({ url: `/auth/devices` }),
    }),
    revokeDevice: build.mutation<RevokeDeviceApiResponse, RevokeDeviceApiArg>({
      query: (queryArg) => ({
        url: `/auth/devices/${queryArg}`,
        method: "DELETE",
      }),
    }),
    getMe: build.query<GetMeApiResponse, GetMeApiArg>({
      query: () => ({ url: `/auth/me` }),
    }),
    deleteMe: build.mutation<DeleteMeApiResponse, DeleteMeApiArg>({
      query: (queryArg) => ({
        url: `/auth/me`,
        method: "DELETE",
        body: queryArg,
      }),
    }),
    updateMe: build.mutation<UpdateMeApiResponse, UpdateMeApiArg>({
      query: (queryArg) => ({
        url: `/auth/me`,
        method: "PATCH",
        body: queryArg,
      }),
    }),
    getHealth: build.query<GetHealthApiResponse, GetHealthApiArg>({
      query: () => ({ url: `/health` }),
    }),
    getProgress: build.query<GetProgressApiResponse, GetProgressApiArg>({
      query: () => ({ url: `/progress` }),
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
    getSession: build.query<GetSessionApiResponse, GetSessionApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}` }),
    }),
    deleteSession: build.mutation<
      DeleteSessionApiResponse,
      DeleteSessionApiArg
    >({
      query: (queryArg) => ({ url: `/sessions/${queryArg}`, method: "DELETE" }),
    }),
    updateSession: build.mutation<
      UpdateSessionApiResponse,
      UpdateSessionApiArg
    >({
      query: (queryArg) => ({
        url: `/sessions/${queryArg.id}`,
        method: "PATCH",
        body: queryArg.changeSessionRequest,
      }),
    }),
    getSessionAudio: build.query<
      GetSessionAudioApiResponse,
      GetSessionAudioApiArg
    >({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/audio` }),
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
    getFeedback: build.query<GetFeedbackApiResponse, GetFeedbackApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/feedback` }),
    }),
    contestClaim: build.mutation<ContestClaimApiResponse, ContestClaimApiArg>({
      query: (queryArg) => ({
        url: `/sessions/${queryArg.id}/feedback/contest`,
        method: "POST",
        body: queryArg.contestRequest,
      }),
    }),
    getFeedbackHistory: build.query<
      GetFeedbackHistoryApiResponse,
      GetFeedbackHistoryApiArg
    >({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/feedback/history` }),
    }),
    getFollowUps: build.query<GetFollowUpsApiResponse, GetFollowUpsApiArg>({
      query: (queryArg) => ({ url: `/sessions/${queryArg}/follow-ups` }),
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
  }),
  overrideExisting: false,
});
export { injectedRtkApi as generatedApi };
export type ChatApiResponse = /** status 200 undefined */ ChatReply;
export type ChatApiArg = ChatRequest;
export type GenerateQuestionsApiResponse =
  /** status 200 undefined */ TailoredQuestions;
export type GenerateQuestionsApiArg = TailorRequest;
export type ListDevicesApiResponse = /** status 200 undefined */ Devices;
export type ListDevicesApiArg = void;
export type RevokeDeviceApiResponse = unknown;
export type RevokeDeviceApiArg = number;
export type GetMeApiResponse = /** status 200 undefined */ User;
export type GetMeApiArg = void;
export type DeleteMeApiResponse = unknown;
export type DeleteMeApiArg = DeleteUserRequest;
export type UpdateMeApiResponse = /** status 200 undefined */ User;
export type UpdateMeApiArg = ChangeUserRequest;
export type GetHealthApiResponse = /** status 200 undefined */ Health;
export type GetHealthApiArg = void;
export type GetProgressApiResponse = /** status 200 undefined */ Progress;
export type GetProgressApiArg = void;
export type ListQuestionsApiResponse = /** status 200 undefined */ QuestionPage;
export type ListQuestionsApiArg = {
  competency?: string;
  role?: string;
  /** Words to be found. */
  q?: string;
  limit?: number;
  cursor?: string;
};
export type ListSessionsApiResponse = /** status 200 undefined */ SessionPage;
export type ListSessionsApiArg = {
  /** 20 unless said. */
  limit?: number;
  cursor?: string;
  status?: SessionStatus;
  /** Words to be found in title or question. */
  q?: string;
};
export type CreateSessionApiResponse = /** status 201 undefined */ Session;
export type CreateSessionApiArg = {
  /** A repeat within 24 h returns the first answer. */
  "Idempotency-Key"?: string;
  createSessionRequest: CreateSessionRequest;
};
export type GetSessionApiResponse = /** status 200 undefined */ Session;
export type GetSessionApiArg = number;
export type DeleteSessionApiResponse = unknown;
export type DeleteSessionApiArg = number;
export type UpdateSessionApiResponse = /** status 200 undefined */ Session;
export type UpdateSessionApiArg = {
  id: number;
  changeSessionRequest: ChangeSessionRequest;
};
export type GetSessionAudioApiResponse = /** status 200 undefined */ Audio;
export type GetSessionAudioApiArg = number;
export type CompleteSessionApiResponse =
  | /** status 200 It was completed already */ Session
  | /** status 202 The coach is at work */ Session;
export type CompleteSessionApiArg = number;
export type GetFeedbackApiResponse = /** status 200 undefined */ Feedback;
export type GetFeedbackApiArg = number;
export type ContestClaimApiResponse = /** status 200 undefined */ ContestAnswer;
export type ContestClaimApiArg = {
  id: number;
  contestRequest: ContestRequest;
};
export type GetFeedbackHistoryApiResponse =
  /** status 200 undefined */ FeedbackHistory;
export type GetFeedbackHistoryApiArg = number;
export type GetFollowUpsApiResponse = /** status 200 undefined */ FollowUps;
export type GetFollowUpsApiArg = number;
export type RetrySessionApiResponse = /** status 202 undefined */ Session;
export type RetrySessionApiArg = number;
export type GetTranscriptApiResponse = /** status 200 undefined */ Transcript;
export type GetTranscriptApiArg = number;
export type CorrectTranscriptApiResponse =
  /** status 200 undefined */ Transcript;
export type CorrectTranscriptApiArg = {
  id: number;
  correctTranscriptRequest: CorrectTranscriptRequest;
};
export type ConfirmUploadApiResponse = /** status 200 undefined */ Upload;
export type ConfirmUploadApiArg = ConfirmRequest;
export type PresignUploadApiResponse = /** status 200 undefined */ Presigned;
export type PresignUploadApiArg = PresignRequest;
export type ChatReply = {
  reply: string;
};
export type FieldProblem = {
  field: string;
  message: string;
};
export type ProblemDetails = {
  /** `/problems/{code}`, with hyphens. */
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  request_id: string;
  /** What is wrong with which field, when the input failed validation. */
  errors: FieldProblem[];
};
export type ChatRequest = {
  message: string;
  /** The session that it is about. */
  session_id?: number | null;
};
export type Competency =
  | "relevance"
  | "structure"
  | "specificity"
  | "reasoning"
  | "result"
  | "clarity";
export type Kind =
  "behavioural" | "situational" | "technical" | "motivation" | "background";
export type Source = "role" | "job_description" | "resume";
export type TailoredQuestion = {
  text: string;
  competency: Competency;
  kind: Kind;
  tips: string[];
  /** The whole line of the given text, verbatim. */
  because: string;
  source: Source;
};
export type TailoredQuestions = {
  questions: TailoredQuestion[];
};
export type TailorRequest = {
  role?: string | null;
  job_description?: string | null;
  resume?: string | null;
  /** 5 unless said. */
  count?: number | null;
  kind?: Kind | null;
};
export type Timestamp = string;
export type Device = {
  id: number;
  name: string;
  created_at: Timestamp;
  last_used_at: Timestamp;
  /** The one that asks. */
  current: boolean;
};
export type Devices = {
  devices: Device[];
};
export type User = {
  id: number;
  email: string;
  name: string | null;
  created_at: Timestamp;
};
export type DeleteUserRequest = {
  password: string;
};
export type ChangeUserRequest = {
  name?: string | null;
  /** Needs `current_password`. */
  email?: string | null;
  current_password?: string | null;
  /** Needs `current_password`. */
  new_password?: string | null;
};
export type Level = "ok" | "degraded" | "down";
export type Check = {
  status: Level;
  latency_ms: number;
  /** In words. */
  detail: string;
};
export type Location = "this_machine" | "elsewhere";
export type Speech = {
  engine: string;
  /** Roughly every fifth word is wrong: tell the user. */
  basic: boolean;
  /** Live captions are to be had. */
  captions: boolean;
  /** Where recordings go to be transcribed. */
  location: Location;
  note: string;
};
export type Model = {
  name: string;
  /** Where transcripts go to be judged. */
  location: Location;
};
export type Health = {
  status: Level;
  version: string;
  checks: {
    [key: string]: Check;
  };
  speech: Speech;
  language_model: Model | null;
};
export type CoachKind = "rules" | "model";
export type CompetencyAttempt = {
  session_id: number;
  at: Timestamp;
  /** 0–5 */
  level: number;
  spread: number | null;
  kind: CoachKind;
};
export type Trend = "improved" | "declined" | "no_clear_change" | "too_few";
export type CompetencyChange = {
  /** Mean level of the first attempts, up to three; null while there are too few. */
  from: number | null;
  /** Mean level of the last ones. */
  to: number | null;
  /** A change counts only when it exceeds what the judge itself wavers by. */
  verdict: Trend;
};
export type CompetencyProgress = {
  name: Competency;
  /** Oldest first, whoever judged. */
  attempts: CompetencyAttempt[];
  change: CompetencyChange;
};
export type DueQuestion = {
  id: number;
  text: string;
};
export type DueCompetency = {
  competency: Competency;
  question: DueQuestion | null;
  due_at: Timestamp;
  /** For the user to read. */
  because: string;
};
export type Progress = {
  /** Those that were judged at least once. */
  competencies: CompetencyProgress[];
  /** Answers that were judged. */
  attempts: number;
  /** Seconds of them. */
  practice_s: number;
  /** The most overdue first. What the configured coach can not judge is not here. */
  due: DueCompetency[];
};
export type Question = {
  id: number;
  text: string;
  /** What it practises most; every answer is judged on all six. */
  competency: Competency;
  kind: Kind;
  /** Roles it is for; empty means everybody. */
  roles: string[];
  tips: string[];
  /** What a full answer takes, in seconds. */
  target_s: number;
};
export type QuestionPage = {
  questions: Question[];
  next_cursor: string | null;
};
export type SessionStatus =
  | "created"
  | "transcribing"
  | "transcribed"
  | "scoring"
  | "completed"
  | "failed";
export type SessionSummary = {
  id: number;
  title: string;
  question: string | null;
  competency: string | null;
  status: SessionStatus;
  duration_s: number | null;
  overall_score: number | null;
  attempt_of: number | null;
  created_at: Timestamp;
  completed_at: Timestamp | null;
};
export type Statistics = {
  total: number;
  completed: number;
  /** Mean overall score, 0–100. */
  average_score: number | null;
  /** Points: mean of the newest three scores less mean of the oldest three (fewer, while there are under six). */
  improvement: number | null;
  /** Seconds of recorded answers. */
  practice_s: number;
};
export type SessionPage = {
  sessions: SessionSummary[];
  next_cursor: string | null;
  stats: Statistics;
};
export type Stage = "fetch" | "decode" | "speech" | "coach";
export type Failure = {
  stage: Stage;
  code: string;
  message: string;
  /** Whether `retry` may help. */
  retryable: boolean;
};
export type Session = {
  id: number;
  title: string;
  question: string | null;
  competency: string | null;
  status: SessionStatus;
  failure: Failure | null;
  /** Of the recording, in seconds. */
  duration_s: number | null;
  /** The confirmed upload's key. */
  audio_key: string | null;
  transcript: string | null;
  /** 0–100. */
  overall_score: number | null;
  attempt_of: number | null;
  created_at: Timestamp;
  completed_at: Timestamp | null;
};
export type CreateSessionRequest = {
  title: string;
  question?: string | null;
  competency?: string | null;
  /** The session whose question is answered again. */
  attempt_of?: number | null;
};
export type ChangeSessionRequest = {
  title?: string | null;
  question?: string | null;
};
export type Audio = {
  url: string;
  /** Seconds. */
  expires_in: number;
};
export type Status = "ready" | "pending" | "not_scorable" | "unavailable";
export type Reason = {
  code: string;
  /** For a person to read. */
  message: string;
};
export type Evidence = {
  quote: string;
  /** Seconds from the beginning of the recording. */
  start_s: number;
  end_s: number;
};
export type CompetencyFeedback = {
  name: Competency;
  /** 0..=5 */
  level: number;
  /** Highest less lowest level over repeated judgements; null when it was judged once by a coach that may waver. */
  spread: number | null;
  /** The level is a guess: the spread is wide, or rules judged what they judge only roughly ([`rules::ROUGH`]), or
    they judged words of basic accuracy. */
  uncertain: boolean;
  /** The highest anchor that the level reaches; null at level 0. */
  anchor_met: string | null;
  /** Null at level 5. */
  anchor_next: string | null;
  evidence: Evidence[];
};
export type Unscored = {
  name: Competency;
  reason: string;
};
export type Strength = {
  text: string;
  evidence: Evidence[];
};
export type Improvement = {
  text: string;
  evidence: Evidence[];
  try: string;
};
export type FillerKind = "filled_pause" | "phrase";
export type Filler = {
  text: string;
  start_s: number;
  kind: FillerKind;
};
export type Pause = {
  start_s: number;
  duration_s: number;
  /** At least 2.5 s. */
  long: boolean;
};
export type Occurrence = {
  text: string;
  start_s: number;
};
export type Repetition = {
  text: string;
  start_s: number;
  /** How often it was said in a row; 1 for a word that was broken off. */
  times: number;
};
export type PacePoint = {
  /** Beginning of the window; it is 10 s long, the last one may be shorter. */
  start_s: number;
  end_s: number;
  words_per_minute: number;
};
export type RepeatedWord = {
  text: string;
  count: number;
  start_s: number[];
};
export type LengthVerdict = "shorter" | "within" | "longer";
export type Length = {
  answer_s: number;
  target_low_s: number;
  target_high_s: number;
  verdict: LengthVerdict;
};
export type Reference = {
  /** The field's name in [`Delivery`]. */
  measure: string;
  low: number | null;
  high: number | null;
  unit: string;
  text: string;
  source: string;
};
export type NotMeasured = {
  /** The field's name. */
  measure: string;
  reason: string;
};
export type Delivery = {
  /** Words, without filled pauses, over the minutes from the first word to the last. */
  words_per_minute: number | null;
  /** Filled pauses and filler phrases together. */
  fillers_per_minute: number | null;
  filled_pauses_per_minute: number | null;
  filler_phrases_per_minute: number | null;
  fillers: Filler[];
  /** Silences of at least one second after the first word and before the last. */
  pauses: Pause[];
  longest_pause_s: number | null;
  speaking_s: number | null;
  hedges: Occurrence[];
  /** Words and word groups said again at once, and words broken off. */
  repetitions: Repetition[];
  pace_curve: PacePoint[];
  /** Content words that were used most, at most five. */
  most_repeated: RepeatedWord[];
  length: Length | null;
  references: Reference[];
  not_measured: NotMeasured[];
  /** Of the limits and references; null when nothing was measured. */
  version: string | null;
};
export type CoachInfo = {
  kind: CoachKind;
  /** The language model's name; null for rules. */
  model: string | null;
  prompt_version: string | null;
  rubric_version: string;
  /** Of the word lists that the rules look for; null for a model. */
  lists_version: string | null;
};
export type Feedback = {
  status: Status;
  reason: Reason | null;
  /** 0–100 to one decimal, as all four scores are. */
  overall_score: number | null;
  communication_score: number | null;
  technical_score: number | null;
  clarity_score: number | null;
  /** The competencies that got a level. */
  competencies: CompetencyFeedback[];
  /** Those that did not, and why. */
  not_scored: Unscored[];
  strengths: Strength[];
  improvements: Improvement[];
  detailed_feedback: string | null;
  model_answer: string | null;
  delivery: Delivery;
  coach: CoachInfo | null;
};
export type ContestOutcome = "withdrawn" | "upheld";
export type ContestAnswer = {
  outcome: ContestOutcome;
  /** For the user to read. */
  reason: string;
  /** As it is now. */
  feedback: Feedback;
};
export type ContestRequest = {
  /** The text of a strength or an improvement as it stands in the feedback, or a competency's name. */
  claim: string;
  /** What is wrong with it; own words of the answer help. */
  comment?: string | null;
};
export type FeedbackCause = "completed" | "corrected" | "contested" | "retried";
export type FeedbackVersion = {
  /** 1 for the first. */
  version: number;
  created_at: Timestamp;
  because: FeedbackCause;
  feedback: Feedback;
};
export type FeedbackHistory = {
  feedbacks: FeedbackVersion[];
};
export type FollowUp = {
  text: string;
  /** The words that it goes back to. */
  because: Evidence;
};
export type FollowUps = {
  questions: FollowUp[];
};
export type Word = {
  text: string;
  /** Seconds from the beginning of the recording. */
  start_s: number;
  end_s: number;
  /** 0–1, or null when the engine gives none. */
  confidence: number | null;
};
export type Transcript = {
  text: string;
  /** As recognised; null until there is a correction. */
  original_text: string | null;
  /** BCP 47 primary language. */
  language: string;
  engine: string;
  duration_s: number;
  words: Word[];
};
export type CorrectTranscriptRequest = {
  text: string;
};
export type Upload = {
  id: number;
  key: string;
  content_type: string;
  /** Bytes. */
  file_size: number;
  uploaded_at: Timestamp;
};
export type ConfirmRequest = {
  key: string;
};
export type Presigned = {
  url: string;
  key: string;
  method: string;
  /** Send exactly these with the bytes: they are signed. (A browser sets `content-length` by itself.) */
  headers: {
    [key: string]: string;
  };
  /** Seconds. */
  expires_in: number;
};
export type PresignRequest = {
  /** As the recorder names it, parameters included; sent with the PUT exactly so. */
  content_type: string;
  /** m4a, mp4, mp3, wav, webm, ogg, oga, opus, flac, caf or aac. */
  extension: string;
  /** Bytes, exactly. */
  size: number;
};
export const {
  useChatMutation,
  useGenerateQuestionsMutation,
  useListDevicesQuery,
  useRevokeDeviceMutation,
  useGetMeQuery,
  useDeleteMeMutation,
  useUpdateMeMutation,
  useGetHealthQuery,
  useGetProgressQuery,
  useListQuestionsQuery,
  useListSessionsQuery,
  useCreateSessionMutation,
  useGetSessionQuery,
  useDeleteSessionMutation,
  useUpdateSessionMutation,
  useGetSessionAudioQuery,
  useCompleteSessionMutation,
  useGetFeedbackQuery,
  useContestClaimMutation,
  useGetFeedbackHistoryQuery,
  useGetFollowUpsQuery,
  useRetrySessionMutation,
  useGetTranscriptQuery,
  useCorrectTranscriptMutation,
  useConfirmUploadMutation,
  usePresignUploadMutation,
} = injectedRtkApi;
