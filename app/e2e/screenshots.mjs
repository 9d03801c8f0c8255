/**
 * Pictures from the running product with real answers. Without arguments: the handful that the README shows, as WebP, in `docs/screenshots`.
 * With a folder: every screen, light and dark, phone and desk, as PNG, for a person to look at.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, launch, newDevice, PHONE } from './harness/browser.mjs';
import { aPast } from './harness/past.mjs';
import { SCREENS } from './harness/screens.mjs';
import { startServer } from './harness/server.mjs';
import { newPerson, signIn } from './harness/steps.mjs';

/** Of each look, the screens that the README shows. */
const README = {
  'phone-light': ['home', 'practice-recording', 'transcript'],
  'phone-dark': ['follow-ups'],
  'desk-light': ['feedback'],
  'desk-dark': [],
};
/** Pixels of the picture for one of the page. */
const SHARPNESS = 2;

const [folder] = process.argv.slice(2);
const target = path.resolve(folder ?? path.join(import.meta.dirname, '../../docs/screenshots'));
mkdirSync(target, { recursive: true });

const server = await startServer();
const browser = await launch();
try {
  const person = newPerson();
  const sessions = await aPast(server.origin, person);
  for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP })) {
    for (const colorScheme of ['light', 'dark']) await look(`${size}-${colorScheme}`, { viewport, colorScheme });
  }
  console.log(`The pictures are in ${target}.`);

  async function look(name, options) {
    const wanted = folder ? SCREENS.map((screen) => screen.name) : README[name];
    if (wanted.length === 0) return;
    const deviceScaleFactor = folder ? 1 : SHARPNESS;
    const { context, open } = await newDevice(browser, { ...options, deviceScaleFactor, reducedMotion: 'reduce' });
    const page = await open(server.app);
    const walk = async (screens) => {
      for (const screen of screens) {
        await screen.show(page, server.app, sessions);
        if (wanted.includes(screen.name)) await picture(page, `${screen.name}-${name}`);
      }
    };
    if (folder) await walk(SCREENS.filter((screen) => screen.signedOut));
    await page.goto(server.app);
    await signIn(page, person);
    await walk(SCREENS.filter((screen) => !screen.signedOut));
    await context.close();
  }
} finally {
  await browser.close();
  await server.stop();
}

async function picture(page, name) {
  const file = path.join(target, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file });
  if (folder) return;
  execFileSync('ffmpeg', ['-loglevel', 'error', '-y', '-i', file, '-quality', '82', file.replace('.png', '.webp')]);
  rmSync(file);
}
