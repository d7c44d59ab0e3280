import { expect, test } from "vitest";

import { formatsFor } from "../format/formats.ts";
import { settlingInWords, workInWords } from "./settling.ts";

const now = "2026-11-30T10:01:00Z";
const formats = formatsFor({ currency: "EUR", timezone: "UTC", now });
const tiers = { kind: "tiers", done: 300, total: 900, since: "2026-11-30T10:00:00Z" } as const;
const orders = { kind: "known-orders", done: 0, total: null, since: null } as const;

test("sums are said to move for as long as what takes longest, where that is known", () => {
  const short = { ...tiers, kind: "launch", done: 899 } as const;
  expect(settlingInWords({ works: [short, tiers], isRecounting: false }, now)).toBe(
    "Still being calculated, about 2 min left",
  );
  expect(settlingInWords({ works: [tiers, orders], isRecounting: false }, now)).toBe(
    "Still being calculated",
  );
  expect(settlingInWords({ works: [], isRecounting: true }, now)).toBe(
    "Still being calculated, less than a minute left",
  );
});

test("what moves them is named, with how far it is", () => {
  expect(workInWords(tiers, formats)).toBe(
    "Working out everybody’s tier by your new tiers: 300 of 900 customers",
  );
  expect(workInWords(orders, formats)).toBe("Counting anew what remains of earlier orders");
  const history = { kind: "history", done: 1250, total: null, since: null } as const;
  expect(workInWords(history, formats)).toBe("Importing your order history: 1,250 orders so far");
});
