import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { exactJson, type Json } from "#tests/stand-in/payloads/exact-json.ts";
import { pathsIn, replaced } from "#tests/support/payload-paths.ts";

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

const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
/** As they stand in the JSON. */
const hostile: Record<string, string> = {
  "a number of a million digits": "9".repeat(1_000_000),
  "a text of a million digits": `"${"9".repeat(1_000_000)}"`,
  "an amount of a million decimals": `"1.${"1".repeat(1_000_000)}"`,
  "a number beyond int8": "9223372036854775808",
  "a number beyond int4": "2147483648",
  "a huge number": "1e308",
  "a negative number": "-7",
  "a fraction": "1.5",
  "an amount with a comma": '"12,5"',
  "a long text": JSON.stringify("x".repeat(100_000)),
  "a text that PostgreSQL cannot keep": String.raw`"\u0000\ud800"`,
  "half of an emoji where a long text is cut": JSON.stringify("😀".repeat(400)),
  "a day before Christ": '"-000044-03-15T12:00:00Z"',
  "a day far off": '"+275760-09-13T00:00:00Z"',
  "another time": '"0001-01-01T00:00:00Z"',
  "a list": "[]",
  "an object": "{}",
  "a flag": "true",
  "thousands of lists in each other": deep(5_000),
};

test.each(Object.keys(hostile))("%s does no harm in any place of any payload", (name) => {
  for (const file of readdirSync(fixtures).filter((one) => one in told)) {
    const body = parseExactJson(readFileSync(join(fixtures, file), "utf8"));
    for (const path of pathsIn(body)) {
      const text = exactJson(replaced(body, path, MARK) as Json).replace(
        `"${MARK}"`,
        hostile[name] ?? "",
      );
      const facts = read(told[file] ?? "", text);
      if (facts !== null) expect(unstorable(facts), path.join(".")).toEqual([]);
    }
  }
});

const MARK = "here is what is hostile";

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
