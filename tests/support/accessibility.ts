import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { AxeResults, RunOptions } from "axe-core";
import type { Frame, Page } from "playwright-core";

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

type Axe = { run: (root: Document, options: RunOptions) => Promise<AxeResults> };

/** What axe finds wrong on a page or in a frame, `rule: element`, by WCAG 2.2 A and AA; empty when nothing is. */
export async function accessibilityFaults(page: Page | Frame): Promise<string[]> {
  // Not as a script of the page, whose policy lets none in that is not its own.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { iframes: false, runOnly: tags });
    return violations;
  });
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 160)}`),
  );
}
