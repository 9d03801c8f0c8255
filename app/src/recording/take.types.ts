/** A take: one recorded answer on this device, from its first second until the server has confirmed that it holds it. */

/** What somebody wanted to answer when the recording began. */
export type TakeRequest = {
  /** The title of the session in the history. */
  title: string;
  question: string | null;
  competency: string | null;
  /** The session that this is another attempt of. */
  attemptOf: number | null;
  /** Whether live captions are wanted. */
  captions: boolean;
};

/**
 * `recording` → `finished` (stopped) → `queued` (to be sent) → `sent` (the server has it, its feedback is still to be asked for).
 * `recovered`: a closed tab or a crash came between, and the person decides.
 */
export type TakeState = 'recording' | 'finished' | 'queued' | 'sent' | 'recovered';

export type Take = {
  /** A UUID; also the key that makes the server create the session only once. */
  id: string;
  /** The user whose answer it is: nobody else who signs in on this device may send or see it. */
  ownerId: number;
  request: TakeRequest;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Milliseconds recorded, without pauses. */
  durationMs: number;
  mimeType: string;
  /** Without a dot, as `POST /upload/s3-presign` wants it. */
  extension: string;
  /** Bytes. */
  size: number;
  state: TakeState;
  /** How far its delivery has got; written before the next step is taken, so that a restart goes on from there. */
  sessionId: number | null;
  objectKey: string | null;
  /** The server has read the object back from its store. */
  confirmed: boolean;
  /** Raised when the session was deleted meanwhile and another one has to be made. */
  sessionGeneration: number;
};

/** What the platform's recorder delivers: pieces as they come (web), or one file at the end (native). */
export type Media = { kind: 'chunk'; bytes: ArrayBuffer } | { kind: 'file'; uri: string };

/** What is sent: a Blob in a browser, a file on a phone. */
export type TakeBody = Blob | { uri: string };

/** The only owner of the bytes of takes. Every promise that resolves means: on disk. */
export type TakeStore = {
  create(take: Take): Promise<void>;
  /** Adds media; `recordedMs` is how long the take is with it. Throws `StorageFull`. */
  write(id: string, media: Media, recordedMs: number): Promise<void>;
  update(id: string, change: Partial<Omit<Take, 'id' | 'ownerId'>>): Promise<Take | null>;
  get(id: string): Promise<Take | null>;
  /** All takes, oldest first. */
  list(): Promise<Take[]>;
  body(id: string): Promise<TakeBody | null>;
  /** The server has it: the bytes go, and the card stays as `sent`. */
  markSent(id: string): Promise<void>;
  /** Removes the take and its bytes. */
  remove(id: string): Promise<void>;
  /** Where a player finds it. */
  playbackUrl(id: string): Promise<string | null>;
};

/** No room on the device. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}
