/** What axe-core finds wrong with what a page shows, by the rules of WCAG 2.2, levels A and AA, and its own good practice. */
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** One line a finding: its rule, and where. */
export async function accessibilityFindings(page: Page): Promise<readonly string[]> {
  // Into the page's own world, past its policy, which allows no other script.
  await page.evaluate(source);
  const { violations } = await page.evaluate<AxeResults>("axe.run(document, { resultTypes: ['violations'] })");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}
