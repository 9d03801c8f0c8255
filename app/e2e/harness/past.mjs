/** A past: answers that somebody has given before, sent through the public contract as another client would. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { speakAnswer } from './voice.mjs';

const WORK_WITHIN_MS = 300_000;

/**
 * Registers the person and answers one question `attempts` times with the same spoken answer; resolves with the ids of the
 * sessions, oldest first, when the last feedback is there.
 */
export async function anAnswer(origin, person, { attempts = 1 } = {}) {
  const call = caller(origin);
  const { token } = await call('POST', '/auth/register', person);
  const { questions } = await call('GET', '/questions?limit=1', undefined, token);
  const [question] = questions;
  const ids = [];
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const session = await call(
      'POST',
      '/sessions',
      {
        title: question.text.slice(0, 120),
        question: question.text,
        competency: question.competency,
        attempt_of: ids[0] ?? null,
      },
      token,
    );
    ids.push(session.id);
    await send(call, origin, token, session.id);
  }
  return ids;
}

async function send(call, origin, token, id) {
  const bytes = spokenAsOpus();
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

function spokenAsOpus() {
  const file = speakAnswer().replace('microphone.wav', 'answer.ogg');
  execFileSync('ffmpeg', [
    ...['-loglevel', 'error', '-y', '-i', file.replace('answer.ogg', 'spoken.wav')],
    ...['-c:a', 'libopus', '-b:a', '32k', file],
  ]);
  return readFileSync(file);
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
