/** axe on a page: everything it knows, nothing left out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is now, in words. */
export async function accessibilityProblems(page, what) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.map(
    ({ id, help, nodes }) => `${what}: ${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`,
  );
}
