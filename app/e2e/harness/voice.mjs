/** A voice: an answer that flite speaks into a WAV file, which Chromium takes for its microphone. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** An answer with a situation, a task, actions and a measured result, so that every coach has something to find. */
export const ANSWER =
  'Last year our checkout page was slow and customers complained. I was responsible for the payment team. ' +
  'First I measured where the time was lost. Then I decided to move the price calculation to the server, ' +
  'because the old code asked the database forty times. I wrote a test, and I worked with two colleagues for three weeks. ' +
  'As a result the page loaded in two seconds instead of nine, and the number of complaints fell by half. ' +
  'I learned to measure before I change anything.';

/** Words of the answer that any recogniser of this voice should get. */
export const ANSWER_WORDS = ['customers', 'team', 'measured', 'database', 'weeks', 'result', 'page', 'seconds'];

const FOLDER = path.join(tmpdir(), 'greenroom-voice');
const TAIL_S = 60;

/** Speaks the answer, with silence after it, so that a recording that goes on does not hear it twice. */
export function speakAnswer() {
  mkdirSync(FOLDER, { recursive: true });
  const spoken = path.join(FOLDER, 'spoken.wav');
  const microphone = path.join(FOLDER, 'microphone.wav');
  if (!existsSync(microphone)) {
    execFileSync('flite', ['-voice', 'rms', '-t', ANSWER, '-o', spoken]);
    execFileSync('ffmpeg', [
      ...['-loglevel', 'error', '-y', '-i', spoken],
      ...['-af', `apad=pad_dur=${TAIL_S}`, '-ar', '48000', '-ac', '1', microphone],
    ]);
  }
  return microphone;
}

/** Seconds that the answer takes to speak. */
export function answerSeconds() {
  const output = execFileSync('ffprobe', [
    ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0'],
    path.join(FOLDER, 'spoken.wav'),
  ]);
  return Number(output.toString());
}
