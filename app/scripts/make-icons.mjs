/** Draws the app's icons from the mark (the same as `src/ui/Logo.tsx`) with the Chromium of the browser tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../e2e/harness/browser.mjs';

const GREEN = '#1A6A4A';
const VOICE = 'M8 14v4M12 10.5v11M16 7.5v17M20 11.5v9M24 14v4';
const assets = path.resolve(import.meta.dirname, '../assets');

/** `scale` is the size of the mark in the picture; `ground` its background, or null for none. */
const icons = [
  { file: 'icon.png', size: 1024, ground: GREEN, scale: 1, radius: 0 },
  { file: 'icon-foreground.png', size: 1024, ground: null, scale: 0.62, radius: 0 },
  { file: 'splash.png', size: 512, ground: GREEN, scale: 1, radius: 9 },
  { file: 'favicon.png', size: 48, ground: GREEN, scale: 1, radius: 9 },
];

mkdirSync(assets, { recursive: true });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
try {
  for (const { file, size, ground, scale, radius } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const side = 32 / scale;
    const from = 16 - side / 2;
    await page.setContent(
      `<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${from} ${from} ${side} ${side}" style="display:block">
        ${ground ? `<rect width="32" height="32" rx="${radius}" fill="${ground}"/>` : ''}
        <path d="${VOICE}" stroke="#fff" stroke-width="2.4" stroke-linecap="round" fill="none"/></svg>`,
    );
    writeFileSync(path.join(assets, file), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
