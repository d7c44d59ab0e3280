import { describe, expect, test } from "vitest";

import { handlersOf, type Reaction } from "./reaction-table.ts";
import { reactionsTo, registerReactions } from "./registered-reactions.server.ts";

const run = async () => {};
const merged = (...reactions: Reaction[]) => ({ "customer.merged": reactions });

test("a reaction that stands with several events is one handler", () => {
  const tiers = { name: "update-tiers", run } as const;
  expect(handlersOf({ "order.paid": [tiers], "order.refunded": [tiers] })).toEqual({
    "update-tiers": run,
  });
  const other = { name: "update-tiers", run: async () => {} };
  expect(() => handlersOf({ "order.paid": [tiers], "order.refunded": [other] })).toThrow(
    "Two reactions are called update-tiers",
  );
});

describe("a table in which a reaction would wait for ever is refused", () => {
  test.each([
    ["a name that nothing has", [{ name: "a", run, after: ["A"] }]],
    [
      "one further down",
      [
        { name: "a", run, after: ["b"] },
        { name: "b", run },
      ],
    ],
    ["itself", [{ name: "a", run, after: ["a"] }]],
    [
      "one that waits for it",
      [
        { name: "a", run, after: ["b"] },
        { name: "b", run, after: ["a"] },
      ],
    ],
  ])("for %s", (_, reactions) => {
    expect(() => handlersOf(merged(...reactions))).toThrow(/^customer\.merged: no . stands above/);
  });

  test("with a name that stands there twice", () => {
    const twice = { name: "a", run };
    expect(() => handlersOf(merged(twice, twice))).toThrow("customer.merged: a stands there twice");
  });

  test("and is fine with what stands above", () => {
    const [first, second] = [
      { name: "a", run },
      { name: "b", run, after: ["a"] },
    ];
    expect(Object.keys(handlersOf(merged(first!, second!)))).toEqual(["a", "b"]);
  });
});

test("a process that has not said what follows from events cannot append any", async () => {
  await expect(reactionsTo("customer.merged")).rejects.toThrow("registerReactions was not called");
  const table = merged({ name: "a", run }, { name: "b", run, after: ["a"] });
  registerReactions(() => table);
  expect(await reactionsTo("customer.merged")).toBe(table["customer.merged"]);
  expect(await reactionsTo("order.paid")).toEqual([]);
});
