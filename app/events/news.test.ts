import { expect, test } from "vitest";

import { DAY_MS } from "../ground/calendar.ts";
import type { EventSource } from "./event.ts";
import { isNews, isPast } from "./news.ts";

const HEARD = new Date("2026-05-20T10:00:00Z");
const isTold = (source: EventSource, daysAgo: number) =>
  isNews({ source, occurredAt: new Date(HEARD.getTime() - daysAgo * DAY_MS) }, HEARD);

test.each([
  ["what happens now", "webhook", 0, true],
  ["what Encore itself does", "app", 0, true],
  ["an order that an outage kept back", "reconciliation", 3, true],
  ["an order that was paid by bank, and is dated by its making", "webhook", 14, true],
  ["an order of last month, heard of now", "webhook", 30, false],
  ["what was missed while the app was not installed", "reconciliation", 30, false],
  ["a tier reached long ago that only now is known", "app", 15, false],
  ["points whose time was over before they were given", "app", 200, false],
  ["an imported order, however young", "backfill", 0, false],
  ["what a changed rule comes to", "recalculation", 0, false],
  // A shop's clock and Shopify's are not the same.
  ["what seems to happen in a moment", "webhook", -0.001, true],
] as const)("%s: news? %s, %d days ago: %s", (_, source, daysAgo, expected) => {
  expect(isTold(source, daysAgo)).toBe(expected);
});

test("of the past is what was imported or counted anew, whenever it was", () => {
  const sources: EventSource[] = ["webhook", "backfill", "reconciliation", "app", "recalculation"];
  expect(sources.filter((source) => isPast({ source }))).toEqual(["backfill", "recalculation"]);
});
