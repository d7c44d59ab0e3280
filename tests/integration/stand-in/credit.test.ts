import type { Session } from "@shopify/shopify-api";
import { afterAll, beforeAll, expect, test } from "vitest";

import { triggerProblem } from "#tests/stand-in/flow/flow-triggers.ts";
import { ask, exchangeToken, openStandIn, type Opened } from "./open-stand-in.ts";

let opened: Opened;
let session: Session;
let customer: string;

beforeAll(async () => {
  opened = await openStandIn();
  const { acts } = opened.standIn.context;
  acts.app.install(opened.shop, [
    "read_customers",
    "write_store_credit_account_transactions",
    "read_store_credit_accounts",
    "write_gift_cards",
  ]);
  session = await exchangeToken(opened);
  const { id } = acts.customers.create(opened.shop, { email: "saver@example.com" });
  customer = `gid://shopify/Customer/${id}`;
});
afterAll(async () => {
  opened.standIn.context.clock.setOffsetMs(0);
  await opened.close();
});

const credit = (amount: string, expiresAt?: string) =>
  ask(
    session,
    `mutation ($id: ID!, $input: StoreCreditAccountCreditInput!) { storeCreditAccountCredit(id: $id, creditInput: $input) {
      storeCreditAccountTransaction { id amount { amount } balanceAfterTransaction { amount currencyCode } account { id balance { amount } } }
      userErrors { code field } } }`,
    {
      id: customer,
      input: { creditAmount: { amount, currencyCode: "EUR" }, ...(expiresAt && { expiresAt }) },
    },
  );
const debit = (amount: string) =>
  ask(
    session,
    `mutation ($id: ID!, $input: StoreCreditAccountDebitInput!) { storeCreditAccountDebit(id: $id, debitInput: $input) {
      storeCreditAccountTransaction { amount { amount } balanceAfterTransaction { amount } } userErrors { code } } }`,
    { id: customer, input: { debitAmount: { amount, currencyCode: "EUR" } } },
  );
const balance = async () => {
  const { data } = await ask(
    session,
    `query ($id: ID!) { customer(id: $id) { storeCreditAccounts(first: 2) { nodes { balance { amount } } } } }`,
    { id: customer },
  );
  return data?.["customer"];
};

test("store credit adds up, is spent soonest to expire first, and runs out", async () => {
  const soon = new Date(Date.now() + 86_400_000).toISOString();
  expect((await credit("5.00")).data).toMatchObject({
    storeCreditAccountCredit: {
      storeCreditAccountTransaction: {
        amount: { amount: "5.0" },
        balanceAfterTransaction: { amount: "5.0", currencyCode: "EUR" },
      },
      userErrors: [],
    },
  });
  await credit("10.00", soon);
  expect((await debit("4.00")).data).toMatchObject({
    storeCreditAccountDebit: {
      storeCreditAccountTransaction: {
        amount: { amount: "-4.0" },
        balanceAfterTransaction: { amount: "11.0" },
      },
    },
  });
  opened.standIn.context.clock.setOffsetMs(2 * 86_400_000);
  expect(await balance()).toEqual({
    storeCreditAccounts: { nodes: [{ balance: { amount: "5.0" } }] },
  });
  expect((await debit("5.01")).data).toMatchObject({
    storeCreditAccountDebit: { userErrors: [{ code: "INSUFFICIENT_FUNDS" }] },
  });
  expect((await credit("0")).data).toMatchObject({
    storeCreditAccountCredit: { userErrors: [{ code: "NEGATIVE_OR_ZERO_AMOUNT" }] },
  });
});

test("a gift card tells its code once, is not doubled, and can be deactivated", async () => {
  const create = (input: Record<string, unknown>) =>
    ask(
      session,
      `mutation ($input: GiftCardCreateInput!) { giftCardCreate(input: $input) {
        giftCard { id lastCharacters balance { amount } customer { id } enabled } giftCardCode userErrors { code } } }`,
      { input },
    );
  const { data } = await create({ initialValue: "20.00", customerId: customer, code: "GIFT12345" });
  const made = data?.["giftCardCreate"] as { giftCard: { id: string }; giftCardCode: string };
  expect(made).toMatchObject({
    giftCardCode: "gift12345",
    giftCard: { lastCharacters: "2345", balance: { amount: "20.0" }, customer: { id: customer } },
  });
  expect((await create({ initialValue: "20.00", code: "gift-12345" })).data).toMatchObject({
    giftCardCreate: { giftCard: null, userErrors: [{ code: "TAKEN" }] },
  });
  const off = await ask(
    session,
    `mutation ($id: ID!) { giftCardDeactivate(id: $id) { giftCard { enabled isRedeemable } userErrors { message } } }`,
    { id: made.giftCard.id },
  );
  expect(off.data).toEqual({
    giftCardDeactivate: { giftCard: { enabled: false, isRedeemable: false }, userErrors: [] },
  });
});

test("Flow takes only the triggers and fields that extensions declare", async () => {
  const triggers = new Map([["points-earned", new Set(["customer_id", "Points"])]]);
  expect(triggerProblem(triggers, "points-earned", { customer_id: 1, Points: 5 })).toBeNull();
  expect(triggerProblem(triggers, "points-earned", { Balance: 5 })).toContain("'Balance'");
  expect(triggerProblem(triggers, "no-such", {})).toBe("Invalid handle 'no-such'");
  const receive = async (handle: string, payload: Record<string, unknown>) => {
    const { data } = await ask(
      session,
      `mutation ($handle: String, $payload: JSON) { flowTriggerReceive(handle: $handle, payload: $payload) {
        userErrors { message } } }`,
      { handle, payload },
    );
    return data?.["flowTriggerReceive"];
  };
  expect(await receive("no-such", {})).toEqual({
    userErrors: [{ message: "Invalid handle 'no-such'" }],
  });
  const payload = { customer_id: "5", Points: 85 };
  expect(await receive("points-earned", payload)).toEqual({ userErrors: [] });
  const told = (await (
    await fetch(`${opened.standIn.url}/control/test/flow-triggers`)
  ).json()) as object;
  expect(told).toMatchObject({ triggers: [{ handle: "points-earned", payload }] });
});
