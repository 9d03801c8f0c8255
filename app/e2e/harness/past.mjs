/** A past: answers that somebody has given before, sent through the public contract as another client would. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { ANSWER, recordingOf } from './voice.mjs';

const WORK_WITHIN_MS = 300_000;

const FASTER = 'Tell me about a time you made something work better.';
const CONFLICT = 'Describe a disagreement with a colleague. What did you do?';

/** What somebody has practised: a first try, a better one, and another question. Oldest first. */
const PAST = [
  {
    question: FASTER,
    spoken:
      'So our checkout page was slow and people were not happy about it. We looked at it together and it was the database. ' +
      'We changed some things, and then it was a lot faster, and everybody was pleased with it in the end.',
  },
  {
    question: CONFLICT,
    spoken:
      'In my last team a designer and I disagreed about the sign up form. She wanted five steps and I wanted one page. ' +
      'I asked her to show me what she was worried about, and I listened. Then I suggested that we test both with ten users. ' +
      'We did it in one week. Her version lost fewer people, because each step was easier to understand, so I changed my mind. ' +
      'As a result we kept five steps and thirty percent more people finished. I learned to ask for evidence before I argue.',
  },
  { question: FASTER, spoken: ANSWER },
];

/**
 * Registers the person and sends all that they practised, as another client would; resolves, when the last feedback is there, with the ids
 * of two attempts at the same question.
 */
export async function aPast(origin, person) {
  const call = caller(origin);
  const { token } = await call('POST', '/auth/register', person);
  const ids = new Map();
  const work = [];
  for (const { question, spoken } of PAST) {
    const first = ids.get(question)?.[0] ?? null;
    const wanted = { title: question.slice(0, 120), question, attempt_of: first };
    const { id } = await call('POST', '/sessions', wanted, token);
    ids.set(question, [...(ids.get(question) ?? []), id]);
    work.push(send(call, origin, token, id, spoken));
  }
  await Promise.all(work);
  const [, second] = ids.get(FASTER);
  await correct(call, token, second);
  return ids.get(FASTER);
}

/** Corrects a word, so that there is feedback from before and after. */
async function correct(call, token, id) {
  const { text } = await call('GET', `/sessions/${id}/transcript`, undefined, token);
  await call('PATCH', `/sessions/${id}/transcript`, { text: `${text.replace(/\bmine\b/, 'nine')} thank you` }, token);
  await until(call, token, id, 'completed');
}

async function send(call, origin, token, id, spoken) {
  const bytes = readFileSync(recordingOf(spoken));
  const wanted = { content_type: 'audio/ogg', extension: 'ogg', size: bytes.length };
  const { url, key, headers } = await call('POST', '/upload/s3-presign', wanted, token);
  const put = await fetch(url, { method: 'PUT', headers, body: bytes });
  assert.ok(put.ok, `PUT: ${put.status}`);
  await call('POST', '/upload/confirm', { key }, token);
  const socket = await openSocket(origin, token);
  socket.send(JSON.stringify({ type: 'audio_uri', session_id: id, key }));
  await until(call, token, id, 'transcribed');
  socket.close();
  await call('POST', `/sessions/${id}/complete`, undefined, token);
  await until(call, token, id, 'completed');
}

async function until(call, token, id, status) {
  const end = Date.now() + WORK_WITHIN_MS;
  while (Date.now() < end) {
    const session = await call('GET', `/sessions/${id}`, undefined, token);
    if (session.status === status) return;
    assert.notEqual(session.status, 'failed', JSON.stringify(session.failure));
    await delay(250);
  }
  throw new Error(`session ${id} did not become ${status}`);
}

function caller(origin) {
  return async (method, path, body, token) => {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

/** A socket of the contract, signed in by its first message. */
async function openSocket(origin, token) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws/transcribe`);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'auth', token }));
  const [answer] = await once(socket, 'message');
  assert.equal(JSON.parse(answer).type, 'auth_success');
  return socket;
}
