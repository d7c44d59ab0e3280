import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { hostile, withHostile } from "#tests/support/hostile-values.ts";
import { pathsIn } from "#tests/support/payload-paths.ts";

import { parseExactJson } from "../orders/from-webhook/exact-json.ts";
import { topics } from "./topics.ts";

// Whatever stands in any place of a payload: it is refused by who reads it, or becomes facts that PostgreSQL can keep. What it could
// not keep would fail the batch of the deliveries beside it, and what takes long to compute holds up all shops.

const fixtures = join(import.meta.dirname, "../../tests/fixtures/webhooks");
const context = { at: new Date("2026-05-01T10:00:00Z"), currency: "USD" };
const MOST_IN_INT8 = 2n ** 63n - 1n;
const MOST_IN_INT4 = 2 ** 31 - 1;
/** A shop's, or a line of a file; whoever is asked for by numbers alone has more. */
const LONGEST_TEXT = 600;

const told: Record<string, string> = {
  "order.json": "orders/updated",
  "refund.json": "refunds/create",
  "customer-protected.json": "customers/update",
};

test.each(Object.keys(hostile))("%s does no harm in any place of any payload", (name) => {
  for (const file of readdirSync(fixtures).filter((one) => one in told)) {
    const body = parseExactJson(readFileSync(join(fixtures, file), "utf8"));
    for (const path of pathsIn(body)) {
      const facts = read(told[file] ?? "", withHostile(body, path, hostile[name] ?? ""));
      if (facts !== null) expect(unstorable(facts), path.join(".")).toEqual([]);
    }
  }
});

function read(topic: string, text: string): unknown {
  try {
    return topics[topic]?.(parseExactJson(text), context);
  } catch {
    return null;
  }
}

/** What of some facts no column has room for. */
function unstorable(value: unknown, at = ""): string[] {
  if (typeof value === "bigint")
    return value > MOST_IN_INT8 || value < -MOST_IN_INT8 ? [`${at}: more than int8`] : [];
  if (typeof value === "number")
    return Number.isFinite(value) && Math.abs(value) <= MOST_IN_INT4 ? [] : [`${at}: ${value}`];
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed()) return [`${at}: not to be kept`];
    return value.length > LONGEST_TEXT ? [`${at}: ${value.length} characters`] : [];
  }
  if (value instanceof Date) {
    const year = value.getUTCFullYear();
    return year >= 1 && year <= 9_999 ? [] : [`${at}: ${String(value)}`];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorable(inner, `${at}.${key}`));
}
