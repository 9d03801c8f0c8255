/** A real `greenroom` server with a data folder of its own, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const repository = path.resolve(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 30_000;
const STOPPED_WITHIN_MS = 15_000;

/** The binary that `GREENROOM_BIN` names, else the one that cargo built. */
export function greenroomBinary() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(repository, 'target');
  const candidates = [
    process.env.GREENROOM_BIN,
    path.join(target, 'release/greenroom'),
    path.join(target, 'debug/greenroom'),
  ];
  const found = candidates.find((file) => file && existsSync(file));
  if (!found) throw new Error('no greenroom binary: build it, or name it in GREENROOM_BIN');
  return found;
}

/** Starts a server; `stop` ends it and deletes its data. */
export async function startServer() {
  const data = mkdtempSync(path.join(tmpdir(), 'greenroom-e2e-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let server = null;

  const start = async () => {
    const log = [];
    const child = spawn(greenroomBinary(), ['serve'], {
      cwd: data,
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        GREENROOM_DATA_DIR: path.join(data, 'data'),
        GREENROOM_METRICS__PORT: '0',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => log.push(chunk));
    child.stderr.on('data', (chunk) => log.push(chunk));
    const exited = once(child, 'exit');
    server = { child, exited, log };
    await untilReady(origin, server);
  };

  /** Ends the process, politely unless `signal` says otherwise; its data stay. */
  const halt = async (signal = 'SIGTERM') => {
    const { child, exited } = server;
    child.kill(signal);
    const stopped = await Promise.race([exited.then(() => true), delay(STOPPED_WITHIN_MS, false, { ref: false })]);
    if (!stopped) child.kill('SIGKILL');
    await exited;
  };

  await start();
  return {
    origin,
    app: `${origin}/app/`,
    start,
    halt,
    log: () => Buffer.concat(server.log).toString(),
    stop: async () => {
      await halt();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function untilReady(origin, { child, log }) {
  const end = Date.now() + READY_WITHIN_MS;
  while (Date.now() < end) {
    if (child.exitCode !== null) break;
    const ready = await fetch(`${origin}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await delay(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the server did not become ready:\n${Buffer.concat(log).toString()}`);
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
