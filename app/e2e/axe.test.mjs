/** axe finds nothing on any screen, in light and dark, on a phone and on a desk. */
import assert from 'node:assert/strict';
import { accessibilityProblems } from './harness/axe.mjs';
import { DESKTOP, PHONE } from './harness/browser.mjs';
import { anAnswer } from './harness/past.mjs';
import { SCREENS } from './harness/screens.mjs';
import { newPerson, signIn } from './harness/steps.mjs';
import { world } from './harness/world.mjs';

const here = world();
/** One person with two answers to the same question, made once for all four looks. */
let prepared = null;
function prepare() {
  prepared ??= (async () => {
    const person = newPerson();
    return { person, sessions: await anAnswer(here.server.origin, person, { attempts: 2 }) };
  })();
  return prepared;
}

for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP })) {
  for (const colorScheme of ['light', 'dark']) {
    here.test(`axe finds nothing: ${size}, ${colorScheme}`, async () => {
      const { person, sessions } = await prepare();
      const { page } = await here.open({ viewport, colorScheme, reducedMotion: 'reduce' });
      const problems = [];
      const look = async (screens) => {
        for (const { name, show } of screens) {
          await show(page, here.server.app, sessions);
          problems.push(...(await accessibilityProblems(page, name)));
        }
      };
      await look(SCREENS.filter((screen) => screen.signedOut));
      await page.goto(here.server.app);
      await signIn(page, person);
      await look(SCREENS.filter((screen) => !screen.signedOut));
      assert.equal(problems.length, 0, problems.join('\n  '));
    });
  }
}
