import { createHash } from "node:crypto";

import { toJson } from "#app/ground/json.ts";

import type { OrderFacts } from "../facts.ts";

/** How far an order has come: of two versions of the same second, the one further on is the later. */
const financialRank = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
];
const fulfillmentRank = [null, "partial", "fulfilled"];

/**
 * Decides between versions of one order with the same time: progress first, then one that was fetched, which is what the
 * order is now, over one that was sent, then a hash of the content.
 */
export function rankOf(order: OrderFacts, fetched: boolean): string {
  const progress = [
    order.cancelledAt ? 1 : 0,
    Math.max(financialRank.indexOf(order.financialState), 0),
    Math.max(fulfillmentRank.indexOf(order.fulfillmentState), 0),
    fetched ? 1 : 0,
  ];
  return `${progress.join("")}.${contentHash(order)}`;
}

/** The part of a rank that says what is in the order. */
export function contentOf(rank: string): string {
  return rank.slice(rank.indexOf(".") + 1);
}

/** The part of a rank that says how far the order has come. */
export function progressOf(rank: string): string {
  return rank.slice(0, Math.max(rank.indexOf(".") - 1, 0));
}

/**
 * Of everything that points and scores could depend on; where it came from, went to and is now does not matter to them. When it was
 * paid is kept beside the versions. Facts say the same things in the same order, wherever they come from.
 */
function contentHash(facts: OrderFacts): string {
  const {
    updatedAt: _,
    fulfillmentState: __,
    paid: ___,
    ip: ____,
    address: _____,
    ...rest
  } = facts;
  const { lines, ...order } = rest;
  const sorted = lines
    .map(({ productType: ______, ...line }) => line)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return createHash("sha256")
    .update(toJson([order, sorted]))
    .digest("hex")
    .slice(0, 32);
}

/** The version that holds, whichever of the two arrived first. */
export function isLaterVersion(
  one: { updatedAt: Date; rank: string },
  other: { updatedAt: Date; rank: string },
): boolean {
  const difference = one.updatedAt.getTime() - other.updatedAt.getTime();
  return difference !== 0 ? difference > 0 : one.rank > other.rank;
}
