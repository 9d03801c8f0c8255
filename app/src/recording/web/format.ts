/** Which container this browser's MediaRecorder can write, the best first: Opus in WebM, or Safari's MP4. */
import type { RecordingFormat } from '../recorder.types';

const CANDIDATES: readonly RecordingFormat[] = [
  { mimeType: 'audio/webm;codecs=opus', extension: 'webm' },
  { mimeType: 'audio/mp4', extension: 'mp4' },
  { mimeType: 'audio/webm', extension: 'webm' },
  { mimeType: 'audio/ogg;codecs=opus', extension: 'ogg' },
];

export function chooseFormat(isSupported: (mimeType: string) => boolean): RecordingFormat | null {
  return CANDIDATES.find(({ mimeType }) => isSupported(mimeType)) ?? null;
}

/** `audio/webm;codecs=opus` → `audio/webm`: what is signed for the upload. */
export function baseMimeType(mimeType: string): string {
  return mimeType.split(';')[0]!.trim();
}
