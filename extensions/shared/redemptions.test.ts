import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Redemption, redemptionsOf, type Returned } from "./redemptions.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HELD = { id: "r1", state: "held", kind: "amount", code: null, error: null, balance: 500 };
const ISSUED = { ...HELD, state: "issued", code: "ABC" };
const WITHDRAWN = { ...HELD, state: "withdrawn" };

/** A page that gets these answers, one after the other, and the last again and again. */
function pageAnswered(...answers: Redemption[]) {
  const asked: [path: string, body?: object][] = [];
  const kept = new Map<string, string>();
  const redemptions = redemptionsOf({
    ask: async (...request) => {
      asked.push(request);
      return answers[Math.min(asked.length, answers.length) - 1] ?? {};
    },
    keys: {
      read: (rewardId) => kept.get(rewardId) ?? null,
      write: (rewardId, key) => kept.set(rewardId, key),
      delete: (rewardId) => kept.delete(rewardId),
    },
  });
  return { ...redemptions, asked, kept };
}

test("two clicks are one redemption, which ends with a code that can be given back", async () => {
  const { redeem, asked, kept } = pageAnswered(HELD, HELD, ISSUED);
  const both = Promise.all([redeem("five-off"), redeem("five-off")]);
  await vi.runAllTimersAsync();
  const code = { state: "code", id: "r1", kind: "amount", code: "ABC", returnable: true };
  expect(await both).toEqual([
    { ...code, balance: 500 },
    { ...code, balance: 500 },
  ]);
  expect(asked.map(([path]) => path)).toEqual(["redemptions", "redemptions/r1", "redemptions/r1"]);
  expect(kept.size).toBe(0);
});

test.each(["offline", "too_many", "not_signed"])(
  "after %s the next click asks for the same redemption",
  async (error) => {
    const { redeem, asked } = pageAnswered({ error }, ISSUED);
    expect(await redeem("five-off")).toEqual({ state: "refused", why: error });
    expect(await redeem("five-off")).toMatchObject({ state: "code" });
    expect(asked[1]).toEqual(asked[0]);
  },
);

test("what is refused is answered: the next click is another redemption", async () => {
  const { redeem, asked } = pageAnswered({ error: "not_enough_points", balance: 20 });
  const refused = { state: "refused", why: "not_enough_points", balance: 20 };
  expect(await redeem("five-off")).toEqual(refused);
  expect(await redeem("five-off")).toEqual(refused);
  expect(asked[1]).not.toEqual(asked[0]);
});

test("who is signed out while the reward is being made spends nothing twice afterwards", async () => {
  const { redeem, kept } = pageAnswered(HELD, { error: "sign_in" });
  const later = redeem("five-off");
  await vi.runAllTimersAsync();
  expect(await later).toEqual({ state: "later", balance: 500 });
  expect(kept.size).toBe(1);
});

test("money is used as soon as it is there: store credit has no code, a gift card's is not given back", async () => {
  const credit = pageAnswered({ ...ISSUED, state: "captured", kind: "store_credit", code: null });
  expect(await credit.redeem("credit")).toEqual({ state: "credited", balance: 500 });
  const card = pageAnswered({ ...ISSUED, state: "captured", kind: "gift_card" });
  expect(await card.redeem("card")).toMatchObject({ state: "code", returnable: false });
});

test.each<[string, Redemption[], object[]]>([
  [
    "comes back after a while",
    [WITHDRAWN, WITHDRAWN, { ...WITHDRAWN, state: "released", balance: 1000 }],
    [
      { state: "returning", balance: 500 },
      { state: "returned", balance: 1000 },
    ],
  ],
  [
    "is in an order",
    [{ ...ISSUED, state: "captured", error: "used" }],
    [{ state: "refused", why: "used", over: true, balance: 500 }],
  ],
  [
    "is on an order that is not paid yet",
    [{ ...ISSUED, error: "used" }],
    [{ state: "refused", why: "used", over: false, balance: 500 }],
  ],
  [
    "is not outcomes of",
    [{ error: "offline" }],
    [{ state: "refused", why: "offline", over: false }],
  ],
])("a code that %s", async (_name, answers, expected) => {
  const { giveBack, asked } = pageAnswered(...answers);
  const outcomes: Returned[] = [];
  const both = Promise.all([1, 2].map(() => giveBack("r1", (news) => outcomes.push(news))));
  await vi.runAllTimersAsync();
  await both;
  expect(outcomes).toEqual(expected);
  expect(asked.filter(([path]) => path === "redemptions/r1/return")).toHaveLength(1);
});
