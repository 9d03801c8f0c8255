/**
 * Writes a brotli (`.br`) and a gzip (`.gz`) file beside every file of a folder that becomes smaller by it, so that the server
 * compresses nothing while it serves. Says how much the first load of the app weighs.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set(['.js', '.css', '.html', '.json', '.svg', '.map', '.ttf', '.txt', '.webmanifest']);

const folder = process.argv[2];
if (!folder) throw new Error('which folder? node scripts/precompress.mjs dist/web');

// Expo's note to its own update service; nobody asks for it here.
rmSync(path.join(folder, 'metadata.json'), { force: true });

let plain = 0;
let compressed = 0;
for (const file of files(folder)) {
  if (!COMPRESSIBLE.has(path.extname(file))) continue;
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  const gzip = gzipSync(bytes, { level: 9 });
  if (brotli.length < bytes.length) writeFileSync(`${file}.br`, brotli);
  if (gzip.length < bytes.length) writeFileSync(`${file}.gz`, gzip);
  plain += bytes.length;
  compressed += Math.min(brotli.length, bytes.length);
}
console.log(`${kilobytes(plain)} KB of text became ${kilobytes(compressed)} KB with brotli.`);

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else if (!/\.(br|gz)$/.test(entry.name)) yield full;
  }
}

function kilobytes(bytes) {
  return Math.round(bytes / 1000);
}
