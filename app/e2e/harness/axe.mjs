/** axe on a page: everything it knows, nothing left out. */
import { AxeBuilder } from '@axe-core/playwright';

/** What axe finds on the page as it is now, in words. */
export async function accessibilityProblems(page, what) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${what}: ${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`,
  );
}
