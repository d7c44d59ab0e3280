import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { redeem, type RedeemOutcome } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import type { RedemptionView } from "#app/loyalty/rewards/redemption/redemption.ts";
import { findRedemption } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { RewardInput } from "#app/loyalty/rewards/reward.schema.ts";
import { saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { handlers } from "#app/reactions.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import {
  CustomerInput,
  OrderInput,
  ProductInput,
  RefundInput,
} from "#tests/stand-in/acts/inputs.ts";
import type { OrderDoc } from "#tests/stand-in/store/documents.ts";

import type { Connected } from "../connected-shop.ts";
import { balance, earn, post } from "./ledger-actions.ts";

/** The app reads its clock's file this seldom. */
const CLOCK_SEEN_AFTER_MS = 60;

/** A shop in dollars with things at 60 and at 40, and Ann, who has points to spend. */
export type RewardShop = Awaited<ReturnType<typeof openRewardShop>>;

export async function openRewardShop(shopify: Connected, points = 1_000) {
  const { acts, store } = shopify.standIn.context;
  const { shop, atShopify } = await shopify.open({ currency: "USD" });
  for (const [sku, price] of [
    ["SIXTY", "60.00"],
    ["FORTY", "40.00"],
  ])
    acts.products.create(atShopify, ProductInput.parse({ title: sku, variants: [{ sku, price }] }));
  const person = acts.customers.create(
    atShopify,
    CustomerInput.parse({ email: "ann@example.com", firstName: "Ann", state: "enabled" }),
  );
  await shopify.settle(atShopify);
  const ann = await customerOf(shop, person.id);
  if (points > 0) await post(shop.id, earn(ann, points, { at: now() }), now());

  const drain = () => drainReactions(handlers, new AbortController().signal);
  const settle = async () => {
    await shopify.settle(atShopify);
    await drain();
  };
  await drain();
  return {
    shop,
    atShopify,
    ann,
    annAtShopify: person.id,
    drain,
    /** What failed is tried again now, however often it has been, instead of in a second or ten. */
    tryAgain: async () => {
      const data = { dueAt: now() };
      await inShop(shop.id, (tx) => tx.reaction.updateMany({ where: { state: "pending" }, data }));
      await drain();
    },
    settle,
    store,
    /** Somebody else whom Shopify knows. */
    neighbour: async (email: string) => {
      const other = acts.customers.create(atShopify, CustomerInput.parse({ email }));
      await shopify.settle(atShopify);
      return { id: await customerOf(shop, other.id), atShopify: other.id };
    },
    /** A reward, by default 5 off for 500 points. Returns its id. */
    reward: async (traits: object = {}) => {
      const usual = { name: "5 off", kind: "amount", cost: 500, amountMinor: 500 };
      const settings = RewardInput.parse({ ...usual, ...traits });
      const saved = await saveReward(shop.id, null, settings, { actor: "encore", at: now() });
      return saved?.id ?? "";
    },
    redeem: (rewardId: string, traits: { clientKey?: string; cartMinor?: bigint } = {}) =>
      redeem(shop.id, { customerId: ann, rewardId, clientKey: newId(), at: now(), ...traits }),
    /** What became of a redemption by now. */
    seen: async ({ id }: { id: string }) =>
      (await findRedemption(shop.id, ann, id)) as RedemptionView,
    has: () => balance(shop.id, ann),
    /** Ann pays for one of each, with these codes. */
    buys: async (codes: string[], traits: object = {}): Promise<OrderDoc> => {
      const lines = ["SIXTY", "FORTY"].map((sku) => ({ sku, quantity: 1 }));
      const order = { customerId: person.id, lines, discountCodes: codes, ...traits };
      const placed = acts.orders.create(atShopify, OrderInput.parse(order));
      await settle();
      return placed;
    },
    sendsBack: async (order: OrderDoc, skus: string[], traits: object = {}) => {
      const lines = skus.map((sku) => ({ sku, quantity: 1 }));
      acts.orders.refund(atShopify, order.id, RefundInput.parse({ lines, ...traits }));
      await settle();
    },
    /** Lets so many days pass, here and at Shopify. */
    wait: async (days: number) => {
      const { clock } = shopify.standIn.context;
      clock.setOffsetMs(clock.offsetMs() + days * DAY_MS);
      writeFileSync(
        process.env["ENCORE_CLOCK_FILE"] ?? "",
        JSON.stringify({ offsetMs: clock.offsetMs() }),
      );
      await sleep(CLOCK_SEEN_AFTER_MS);
    },
    discounts: () => store.discounts.list(atShopify.id),
    isSound: async () => (await verifyLedger(shop.id)).length === 0,
  };
}

/** The redemption that came of asking; fails when it was refused. */
export function heldOf(outcome: RedeemOutcome): RedemptionView {
  if (outcome.outcome === "refused") throw new Error(`refused: ${outcome.reason.code}`);
  return outcome.redemption;
}

async function customerOf(shop: Shop, shopifyId: string): Promise<string> {
  const { id } = await inShop(shop.id, (tx) =>
    tx.customer.findFirstOrThrow({ where: { shopId: shop.id, shopifyId: BigInt(shopifyId) } }),
  );
  return id;
}
