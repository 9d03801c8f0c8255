/** The protocol: the messages of `/ws/transcribe`, as the contract names them. */
import type { Feedback, Session, Word } from '@/api';

export type WorkStage = 'queued' | 'fetch' | 'decode' | 'speech' | 'coach';

export type ClientMessage =
  | { type: 'auth'; token: string }
  | { type: 'session_start'; session_id: number }
  | { type: 'audio_uri'; session_id: number; key: string }
  | { type: 'audio_start'; session_id: number; encoding: 'pcm_s16le'; sample_rate: number }
  | { type: 'audio_end' }
  | { type: 'ping' };

export type ServerMessage =
  | { type: 'auth_success'; user_id: number }
  | { type: 'session'; session: Session }
  | { type: 'status'; session_id: number; stage: WorkStage; progress: number; position?: number | null }
  | {
      type: 'transcript';
      session_id: number;
      text: string;
      words: Word[];
      language: string;
      duration_s: number;
      engine: string;
    }
  | { type: 'partial'; session_id: number; text: string; stable: number }
  | { type: 'feedback'; session_id: number; feedback: Feedback }
  | { type: 'pong' }
  | {
      type: 'error';
      code: string;
      message: string;
      session_id?: number | null;
      stage?: string | null;
      retryable?: boolean;
      request_id?: string | null;
    };

const SERVER_TYPES: ReadonlySet<string> = new Set<ServerMessage['type']>([
  'auth_success',
  'session',
  'status',
  'transcript',
  'partial',
  'feedback',
  'pong',
  'error',
]);

/** A frame of the server; null for one that a newer server sends and this app does not know. */
export function parseServerMessage(frame: unknown): ServerMessage | null {
  if (typeof frame !== 'string') return null;
  try {
    const message = JSON.parse(frame) as { type?: unknown } | null;
    return typeof message?.type === 'string' && SERVER_TYPES.has(message.type) ? (message as ServerMessage) : null;
  } catch {
    return null;
  }
}

/** Close codes that mean something to the client (RFC 6455, 7.4.1 and IANA's registry). */
export const CLOSE = { normal: 1000, policyViolation: 1008, serviceRestart: 1012 } as const;

/** `https://host` → `wss://host/ws/transcribe`. */
export function socketUrl(serverUrl: string): string {
  return `${serverUrl.replace(/^http/, 'ws')}/ws/transcribe`;
}
