/**
 * Holds the exported web app to what its server promises browsers: a Content-Security-Policy without `unsafe-inline`, and a first
 * load of at most 450 KB. Prints the hashes that the policy has to allow.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FIRST_LOAD_LIMIT_BYTES = 450_000;

const folder = process.argv[2];
if (!folder) throw new Error('which folder? node scripts/check-web.mjs dist/web');
const html = readFileSync(path.join(folder, 'index.html'), 'utf8');

const inlineScripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>/g)];
assert.equal(inlineScripts.length, 0, 'index.html has an inline script');
assert.doesNotMatch(html, /\son[a-z]+="/, 'index.html has an inline event handler');
assert.doesNotMatch(html, /\sstyle="/, 'index.html has an inline style attribute');

const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css);
// React Native Web opens its style sheet with an empty text and fills it through the object model.
const hashes = [...styles, ''].map((css) => `'sha256-${createHash('sha256').update(css).digest('base64')}'`);

const loaded = [...html.matchAll(/(?:src|href)="\/app\/([^"]+)"/g)].map(([, file]) => file);
let bytes = weigh('index.html');
for (const file of loaded) bytes += weigh(file);
assert.ok(bytes <= FIRST_LOAD_LIMIT_BYTES, `the first load weighs ${bytes} bytes, more than ${FIRST_LOAD_LIMIT_BYTES}`);

console.log(`First load: ${Math.round(bytes / 1000)} KB compressed (${loaded.length + 1} files).`);
console.log(`style-src 'self' ${hashes.join(' ')}`);

function weigh(file) {
  const compressed = path.join(folder, `${file}.br`);
  return readFileSync(existsSync(compressed) ? compressed : path.join(folder, file)).length;
}
