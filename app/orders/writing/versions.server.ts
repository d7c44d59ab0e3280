import { hash } from "node:crypto";

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
const [SENT, ASKED] = ["0", "1"];
const fulfillmentRank = [null, "partial", "fulfilled"];

/** A version of an order, as it is compared with others of the same order. */
type Version = { updatedAt: Date; rank: string };

/**
 * Decides between versions of one order with the same time: one that was `asked` for, which is what the order is now, over one that
 * was sent; then progress, and then a hash of the content, until Shopify was asked (`isTied`).
 */
export function rankOf(order: OrderFacts, asked: boolean): string {
  const progress = [
    order.cancelledAt ? 1 : 0,
    Math.max(financialRank.indexOf(order.financialState), 0),
    Math.max(fulfillmentRank.indexOf(order.fulfillmentState), 0),
  ];
  return `${asked ? ASKED : SENT}${progress.join("")}.${contentHash(order)}`;
}

/** The part of a rank that says what is in the order. */
export function contentOf(rank: string): string {
  return rank.slice(rank.indexOf(".") + 1);
}

/** The part of a rank that says how far the order has come. */
function progressOf(rank: string): string {
  return rank.slice(1, rank.indexOf("."));
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
  return hash("sha256", toJson([order, sorted])).slice(0, 32);
}

/** The version that holds, whichever of the two arrived first. Of two that were asked for that is the one asked for last. */
export function isLaterVersion(one: Version, other: Version): boolean {
  const difference = one.updatedAt.getTime() - other.updatedAt.getTime();
  return difference !== 0 ? difference > 0 : wasAsked(one) || one.rank > other.rank;
}

/** Whether a version that was sent tells what is known already: the same of the same time, or as the answer to a question. */
export function isSameVersion(one: Version, other: Version): boolean {
  return (
    one.updatedAt.getTime() === other.updatedAt.getTime() &&
    contentOf(one.rank) === contentOf(other.rank) &&
    progressOf(one.rank) === progressOf(other.rank) &&
    (!wasAsked(one) || wasAsked(other))
  );
}

/**
 * Whether nothing but Shopify can say which of the two is the later one. Example: within one second a line was added to a paid order.
 * Both versions are paid, and have the same time.
 */
export function isTied(sent: Version, known: Version): boolean {
  return (
    !wasAsked(sent) &&
    sent.updatedAt.getTime() === known.updatedAt.getTime() &&
    contentOf(sent.rank) !== contentOf(known.rank) &&
    (wasAsked(known) || progressOf(sent.rank) === progressOf(known.rank))
  );
}

function wasAsked({ rank }: Version): boolean {
  return rank.startsWith(ASKED);
}
