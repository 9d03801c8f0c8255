/** A voice: answers that flite speaks into files, one of which Chromium takes for its microphone. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
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

/** The answer as a microphone hears it, with silence after it, so that a recording that goes on does not hear it twice. */
export function microphone() {
  const silence = ['-af', `apad=pad_dur=${TAIL_S}`, '-ar', '48000', '-ac', '1'];
  return madeOnce(`${nameOf(ANSWER)}-microphone.wav`, (file) => convert(spoken(ANSWER), silence, file));
}

/** A text as a recording that another client might send: Opus in Ogg. */
export function recordingOf(text) {
  return madeOnce(`${nameOf(text)}.ogg`, (file) => convert(spoken(text), ['-c:a', 'libopus', '-b:a', '32k'], file));
}

/** Seconds that the answer takes to speak. */
export function answerSeconds() {
  const output = execFileSync('ffprobe', [
    ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0'],
    spoken(ANSWER),
  ]);
  return Number(output.toString());
}

function spoken(text) {
  return madeOnce(`${nameOf(text)}.wav`, (file) => execFileSync('flite', ['-voice', 'rms', '-t', text, '-o', file]));
}

function convert(from, options, to) {
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', from, ...options, to]);
}

const nameOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** Files are made beside and moved into place: test files that run at the same time never find half of one. */
function madeOnce(name, make) {
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) {
    const draft = path.join(FOLDER, `${process.pid}-${name}`);
    make(draft);
    renameSync(draft, file);
  }
  return file;
}
