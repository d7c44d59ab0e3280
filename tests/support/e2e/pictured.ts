import { expect } from "vitest";

import { accessibilityFaults } from "../accessibility.ts";
import type { Visit } from "./visit.ts";

const PHONE = { width: 390, height: 844 };

/**
 * Holds what the page shows to what everybody can use, at a desk and on a phone: nothing that axe finds, nothing beyond the edge.
 * Keeps pictures where ENCORE_PICTURES says.
 */
export async function usableOnDeskAndPhone(visit: Visit, name: string): Promise<void> {
  const desk = visit.page.viewportSize() ?? PHONE;
  for (const [device, size] of [["phone", PHONE] as const, ["desk", desk] as const]) {
    await visit.page.setViewportSize(size);
    await expect
      .poll(() => visit.frame().evaluate(() => document.body.scrollWidth - innerWidth))
      .toBeLessThanOrEqual(0);
    expect(await accessibilityFaults(visit.frame())).toEqual([]);
    await picture(visit, `${name}-${device}`);
    await visit.page.setViewportSize(size);
  }
}

async function picture({ page, frame }: Visit, name: string): Promise<void> {
  const folder = process.env["ENCORE_PICTURES"];
  const size = page.viewportSize();
  if (!folder || !size) return;
  const height = await frame().evaluate("document.documentElement.scrollHeight");
  await page.setViewportSize({ ...size, height: Number(height) + 80 });
  await page.screenshot({ path: `${folder}/${name}.png` });
}
