/** Chromium with a voice at its microphone, and pages that let no error pass unseen. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { microphone } from './voice.mjs';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

export function chromiumPath() {
  const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
  if (!found) throw new Error('no Chromium: install it, or name it in CHROMIUM');
  return found;
}

export function launch() {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphone()}%noloop`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** A browser's own storage and permissions: a device. `problems` collects what a person would never be told. */
export async function newDevice(browser, { viewport = PHONE, colorScheme = 'light', ...options } = {}) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    permissions: ['microphone'],
    locale: 'en-GB',
    ...options,
  });
  const problems = [];
  context.on('weberror', (error) => problems.push(`uncaught: ${error.error()?.stack ?? error.error()}`));
  context.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) problems.push(message.text());
    else if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text())) {
      problems.push(message.text());
    }
  });
  return { context, problems, open: async (url) => openPage(context, url) };
}

async function openPage(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  return page;
}
