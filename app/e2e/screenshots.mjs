/** Pictures of every screen for the README, from the running product with a real answer: light and dark, phone and desk. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, launch, newDevice, PHONE } from './harness/browser.mjs';
import { anAnswer } from './harness/past.mjs';
import { SCREENS } from './harness/screens.mjs';
import { startServer } from './harness/server.mjs';
import { newPerson, signIn } from './harness/steps.mjs';

const folder = path.resolve(import.meta.dirname, process.argv[2] ?? '../../docs/screenshots');
mkdirSync(folder, { recursive: true });

const server = await startServer();
const browser = await launch();
try {
  const person = newPerson();
  const sessions = await anAnswer(server.origin, person, { attempts: 2 });
  for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP })) {
    for (const colorScheme of ['light', 'dark']) {
      const { context, open } = await newDevice(browser, { viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await open(server.app);
      const picture = (name) => page.screenshot({ path: path.join(folder, `${name}-${size}-${colorScheme}.png`) });
      for (const { name, show } of SCREENS.filter((screen) => screen.signedOut)) {
        await show(page, server.app);
        await picture(name);
      }
      await page.goto(server.app);
      await signIn(page, person);
      for (const { name, show } of SCREENS.filter((screen) => !screen.signedOut)) {
        await show(page, server.app, sessions);
        await picture(name);
      }
      await context.close();
    }
  }
  console.log(`The pictures are in ${folder}.`);
} finally {
  await browser.close();
  await server.stop();
}
