/** axe on a page: everything it knows, nothing left out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that depend on colours: in another scheme of the same page nothing else can differ. */
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** What axe finds on the page as it is now, in words. */
export async function accessibilityProblems(page, what, { coloursOnly = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  // A colour on its way to another one is neither.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  const options = coloursOnly ? COLOURS : {};
  const { violations } = await page.evaluate((wanted) => window.axe.run(document, wanted), options);
  return violations.map(
    ({ id, help, nodes }) =>
      `${what}: ${id}: ${help}\n    ${nodes.map(({ html, failureSummary }) => `${html}\n    ${failureSummary}`).join('\n    ')}`,
  );
}
