import { appendEvents } from "#app/events/append-events.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { microBatch } from "#app/ground/micro-batch.server.ts";
import { wakeSoon } from "#app/ground/queues.server.ts";
import {
  type LedgerBatch,
  accountOf,
  isFrozen,
  survivorOf,
} from "#app/loyalty/ledger/ledger-batch.ts";
import { openBatch } from "#app/loyalty/ledger/open-batch.server.ts";
import { postInto } from "#app/loyalty/ledger/post-entries.server.ts";

import { mayRedeem, type Refusal } from "../eligibility.ts";
import {
  type RedemptionContext,
  loadRedemptionContext,
  pastKey,
} from "./load-redemption-context.server.ts";
import { newRedemption } from "./new-redemption.server.ts";
import { redemptionEvent } from "./redemption-events.ts";
import { type RedemptionView, stepDraft, viewOf } from "./redemption.ts";
import { insertRedemptions, type NewRedemption } from "./write-redemptions.server.ts";

/** What somebody asks for. */
export type RedeemAsk = {
  customerId: string;
  rewardId: string;
  /** Chosen by who asks: the same key is the same redemption, however often it is sent. */
  clientKey: string;
  /** What the cart comes to, minor units, where it is known. */
  cartMinor?: bigint | null;
  at: Date;
};

export type RedeemOutcome =
  { outcome: "held"; redemption: RedemptionView } | { outcome: "refused"; reason: Refusal };

/** The key of a redemption was used before for another reward: whoever asks mixes up two redemptions. */
export class ClientKeyReused extends Error {
  override name = "ClientKeyReused";
  constructor() {
    super("The key belongs to the redemption of another reward");
  }
}

const MOST_AT_ONCE = 200;

const redeemTogether = microBatch(
  async (shopId: string, asks: RedeemAsk[]) => {
    const results = await inShop(shopId, (tx) => redeemMany(tx, asks));
    // The shopper waits for the code.
    if (results.some(({ outcome }) => outcome === "held")) wakeSoon("drain-reactions");
    return results;
  },
  { most: MOST_AT_ONCE },
);

/**
 * Sets the points of a reward aside and has it made, or says why not. Asked again with the same key
 * it answers with the same redemption. Throws `ClientKeyReused`, and `Retry` when too many ask at
 * once.
 */
export async function redeem(shopId: string, ask: RedeemAsk): Promise<RedeemOutcome> {
  const result = await redeemTogether(shopId, ask);
  if (result.outcome === "key_reused") throw new ClientKeyReused();
  return result;
}

type Result = RedeemOutcome | { outcome: "key_reused" };

/** Redeems for many at once, one after the other, in one transaction. Returns what became of each, in their order. */
async function redeemMany(tx: ShopTx, asks: readonly RedeemAsk[]): Promise<Result[]> {
  const at = asks.reduce((latest, ask) => (ask.at > latest ? ask.at : latest), new Date(0));
  // The accounts are locked before anything is looked at: what is read now stays true.
  const customerIds = asks.map(({ customerId }) => customerId);
  const batch = await openBatch(tx, customerIds, at);
  const context = await loadRedemptionContext(
    tx,
    asks.map(({ rewardId }) => rewardId),
    customerIds.map((id) => survivorOf(batch, id)),
    asks.map(keyOf),
  );
  const decided = asks.map((ask) => decide(batch, context, ask));
  const begun = decided.flatMap(({ begun: one }) => one ?? []);

  await hold(tx, batch, begun);
  await insertRedemptions(tx, begun);
  const redeemed = begun.map((one) => redemptionEvent("reward.redeemed", one, {}, one.heldAt));
  await appendEvents(tx, tx.shopId, redeemed, at);
  return decided.map(({ result }) => result);
}

/** What becomes of one ask, noted at the context for those after it. */
function decide(
  batch: LedgerBatch,
  context: RedemptionContext,
  ask: RedeemAsk,
): { result: Result; begun?: NewRedemption } {
  const customerId = survivorOf(batch, ask.customerId);
  const known = context.known.get(keyOf(ask));
  if (known)
    return known.rewardId === ask.rewardId
      ? { result: { outcome: "held", redemption: viewOf(known) } }
      : { result: { outcome: "key_reused" } };

  const reward = context.rewards.get(ask.rewardId);
  if (!reward || !context.open || context.excluded.has(customerId))
    return refused({ code: "not_available" });
  if (isFrozen(batch, customerId)) return refused({ code: "frozen" });
  const pastOf = pastKey(customerId, reward.id);
  const eligible = mayRedeem(reward, {
    available: accountOf(batch, customerId).available - (context.taken.get(customerId) ?? 0n),
    tierId: context.tierIds.get(customerId) ?? null,
    cartMinor: ask.cartMinor ?? null,
    past: context.past.get(pastOf) ?? [],
    now: ask.at,
    timezone: batch.terms.timezone,
  });
  if (!eligible.may) return refused(eligible.reason);

  const begun: NewRedemption = {
    ...newRedemption(reward, customerId, ask.at, batch.terms.timezone),
    clientKey: keyOf(ask),
  };
  context.known.set(begun.clientKey, begun);
  context.past.set(pastOf, [...(context.past.get(pastOf) ?? []), ask.at]);
  context.taken.set(customerId, (context.taken.get(customerId) ?? 0n) + reward.cost);
  return { result: { outcome: "held", redemption: viewOf(begun) }, begun };
}

async function hold(
  tx: ShopTx,
  batch: LedgerBatch,
  begun: readonly NewRedemption[],
): Promise<void> {
  const drafts = begun.map((one) =>
    stepDraft(one, { kind: "hold", code: "reward_redeemed", occurredAt: one.heldAt }),
  );
  for (const { outcome } of await postInto(tx, batch, drafts))
    if (outcome !== "posted")
      throw new Error(`Points that were there a moment ago could not be held: ${outcome}`);
}

/** The record's own: after a merge two people's keys lie beside each other. */
function keyOf({ customerId, clientKey }: RedeemAsk): string {
  return `${customerId}.${clientKey}`;
}

function refused(reason: Refusal): { result: Result } {
  return { result: { outcome: "refused", reason } };
}
