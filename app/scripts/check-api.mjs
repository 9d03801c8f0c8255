/** Fails when `src/api/generated.ts` is not what the server's OpenAPI document gives now. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');
const committed = path.join(app, 'src/api/generated.ts');
// Beside the committed file, because imports and formatting depend on where the output lies.
const fresh = path.join(app, 'src/api/generated.check.ts');
try {
  const generate = spawnSync('npx', ['rtk-query-codegen-openapi', 'openapi-config.cjs'], {
    cwd: app,
    env: { ...process.env, API_GEN_OUTPUT: fresh },
    encoding: 'utf8',
  });
  assert.equal(generate.status, 0, `${generate.stdout}${generate.stderr}`);
  assert.ok(
    readFileSync(fresh, 'utf8') === readFileSync(committed, 'utf8'),
    'src/api/generated.ts is stale: run `npm run api:gen` and look at what changed.',
  );
  console.log('src/api/generated.ts matches the OpenAPI document.');
} finally {
  rmSync(fresh, { force: true });
}
