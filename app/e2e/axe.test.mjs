/** axe finds nothing on any screen, in light and dark, on a phone and on a desk. */
import assert from 'node:assert/strict';
import { accessibilityProblems } from './harness/axe.mjs';
import { DESKTOP, PHONE } from './harness/browser.mjs';
import { aPast } from './harness/past.mjs';
import { SCREENS } from './harness/screens.mjs';
import { newPerson, signIn } from './harness/steps.mjs';
import { world } from './harness/world.mjs';

const here = world();
/** One person with a past, made once for both sizes. */
let prepared = null;
function prepare() {
  prepared ??= (async () => {
    const person = newPerson();
    return { person, sessions: await aPast(here.server.origin, person) };
  })();
  return prepared;
}

for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP })) {
  here.test(`axe finds nothing on a ${size}, light or dark`, async () => {
    const { person, sessions } = await prepare();
    const { page } = await here.open({ viewport, reducedMotion: 'reduce' });
    const problems = [];
    const look = async (screens) => {
      for (const { name, show } of screens) {
        await show(page, here.server.app, sessions);
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await page.locator(`html[style*="color-scheme: ${colorScheme}"]`).waitFor();
          problems.push(
            ...(await accessibilityProblems(page, `${name}, ${colorScheme}`, { coloursOnly: colorScheme === 'dark' })),
          );
        }
      }
    };
    await look(SCREENS.filter((screen) => screen.signedOut));
    await page.goto(here.server.app);
    await signIn(page, person);
    await look(SCREENS.filter((screen) => !screen.signedOut));
    assert.equal(problems.length, 0, problems.join('\n  '));
  });
}
