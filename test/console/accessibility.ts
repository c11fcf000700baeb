import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

declare const axe: { run(context: object, options: object): Promise<AxeResults> };

/** What axe finds wrong with the page as it stands; must be empty. */
export async function findAccessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated, not put into the page: its content security policy stays as it is.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    async (values) => await axe.run({ exclude: [] }, { runOnly: { type: 'tag', values } }),
    RULES,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}
