import { expect, test } from "vitest";

import { creditsPaid, isPaidWithCredit, type Payment } from "./credit-payments.ts";

function payment(traits: Partial<Payment>): Payment {
  return {
    gateway: "shopify_payments",
    kind: "SALE",
    status: "SUCCESS",
    amountMinor: 1000n,
    receipt: {},
    ...traits,
  };
}

test("only what may have been a reward is asked about", () => {
  expect(isPaidWithCredit(["shopify_payments", "paypal"])).toBe(false);
  expect(isPaidWithCredit(["shopify_payments", "gift_card"])).toBe(true);
  expect(isPaidWithCredit(["shopify_store_credit"])).toBe(true);
});

test("gift cards are told apart, whether the receipt is text or not, and whatever their ids' size; one without an id counts", () => {
  const card = (receipt: unknown, amountMinor: bigint) =>
    payment({ gateway: "gift_card", receipt, amountMinor });
  expect(
    creditsPaid([
      payment({}),
      card('{"gift_card_id":9007199254740993,"gift_card_last_characters":"1234"}', 500n),
      card({ gift_card_id: 7 }, 250n),
      card(null, 100n),
    ]),
  ).toEqual({
    giftCards: [
      { id: "9007199254740993", minor: "500" },
      { id: "7", minor: "250" },
      { id: null, minor: "100" },
    ],
    storeCredit: "0",
  });
});

test("store credit is one sum; what failed, was only authorised or went back paid nothing", () => {
  const credit = (traits: Partial<Payment>) =>
    payment({ gateway: "shopify_store_credit", ...traits });
  expect(
    creditsPaid([
      credit({}),
      credit({ kind: "CAPTURE", amountMinor: 300n }),
      credit({ status: "FAILURE" }),
      credit({ kind: "AUTHORIZATION" }),
      credit({ kind: "REFUND" }),
    ]),
  ).toEqual({ giftCards: [], storeCredit: "1300" });
});
