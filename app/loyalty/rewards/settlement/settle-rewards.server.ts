import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";
import type { RedemptionDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { ensureProgram } from "#app/loyalty/program/program.server.ts";

import { postSteps } from "../redemption/post-steps.server.ts";
import { redemptionEvent } from "../redemption/redemption-events.ts";
import { type Redemption, stepDraft } from "../redemption/redemption.ts";
import { lockRedemptions, updateRedemptions } from "../redemption/write-redemptions.server.ts";
import { holdAgain } from "./hold-again.server.ts";
import { loadUses } from "./load-uses.server.ts";
import { settle, type Step, type UsingOrder } from "./settlement.ts";

/**
 * Makes of the rewards on the events' orders what they must be now: used by an order that was paid,
 * given back with what was sent back. Computed from all that is known of the orders, so it does not
 * matter which events these are, or how often they come.
 */
export async function settleRewards(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const heard = new Map(events.flatMap((event) => (event.orderId ? [[event.orderId, event]] : [])));
  const at = now();
  const frozen = await inShop(shopId, async (tx) => {
    const ids = await findRedemptions(tx, [...heard.keys()]);
    if (ids.length === 0) return [];
    const redemptions = await lockRedemptions(tx, ids);
    const uses = await loadUses(tx, redemptions);
    const { spentReturn } = await ensureProgram(tx, at);
    const moves = redemptions.flatMap((redemption): Move[] => {
      const orders = uses.get(redemption.id) ?? [];
      const step = settle(redemption, orders, spentReturn);
      if (!step || redemption.snapshot.ended) return [];
      const orderId = "orderId" in step ? step.orderId : redemption.orderId;
      const order = orders.find(({ id }) => id === orderId);
      const why = orders.flatMap(({ id }) => heard.get(id) ?? []).at(-1);
      return order ? [{ redemption, step, order, heardAt: why?.occurredAt ?? at }] : [];
    });
    return apply(tx, moves, at);
  });
  if (frozen.length > 0) {
    const ids = new Set(frozen);
    const later = events.filter(({ orderId }) => orderId !== null && ids.has(orderId));
    throw new AccountFrozen(later.map(({ id }) => id));
  }
}

type Move = {
  redemption: Redemption;
  step: NonNullable<Step>;
  order: UsingOrder;
  heardAt: Date;
};

/** Posts and writes what was decided. Returns the orders whose customers' accounts are frozen. */
async function apply(tx: ShopTx, moves: readonly Move[], at: Date): Promise<bigint[]> {
  const late = moves.filter(({ step }) => step.do === "capture" && step.late);
  const { settled, frozen } = await holdAgain(tx, late, at);
  const ready = moves.filter(({ redemption: { id } }) => !settled.has(id) && !frozen.has(id));
  for (const id of await postSteps(tx, ready.flatMap(draftsOf), at)) frozen.add(id);

  const done = moves.filter(({ redemption }) => !frozen.has(redemption.id));
  await updateRedemptions(
    tx,
    done.map((move) => {
      const after = afterMove(move, at);
      return settled.has(after.id) ? { ...after, returned: after.points } : after;
    }),
  );
  await appendEvents(
    tx,
    tx.shopId,
    done.flatMap((move) => eventsOf(move, at)),
    at,
  );
  return moves.filter(({ redemption }) => frozen.has(redemption.id)).map(({ order }) => order.id);
}

function draftsOf({ redemption, step, order, heardAt }: Move): RedemptionDraft[] {
  if (step.do === "withdraw") return [];
  const about = { occurredAt: heardAt, orderId: order.id };
  const target = step.do === "capture" ? step.giveBack : step.target;
  const isSpent = step.do === "giveBack" || redemption.state === "forfeited";
  const points = target - redemption.returned;
  const capture = { ...about, kind: "capture", code: "reward_used" } as const;
  const back = { ...about, kind: "return", code: "reward_goods_returned", points } as const;
  return [
    ...(isSpent ? [] : [stepDraft(redemption, capture)]),
    ...(points > 0n ? [stepDraft(redemption, { ...back, nth: `target.${target}` })] : []),
  ];
}

function afterMove({ redemption, step }: Move, at: Date): Redemption & { settledAt?: Date } {
  if (step.do === "withdraw") return { ...redemption, state: "withdrawn" };
  if (step.do === "giveBack") return { ...redemption, returned: step.target };
  const { orderId, giveBack } = step;
  const returned = giveBack > redemption.returned ? giveBack : redemption.returned;
  return { ...redemption, state: "captured", orderId, returned, settledAt: at };
}

/** Whether Shopify gives a code of a cancelled order back is not written down anywhere: its points come back, so it must not work again. */
function eventsOf({ redemption, step, order }: Move, at: Date): EventDraft[] {
  const used =
    step.do === "capture"
      ? [redemptionEvent("reward.used", redemption, { orderId: String(order.id) }, at)]
      : [];
  const isGone = step.do === "withdraw" || order.cancelledAt !== null;
  const why = { why: "order_cancelled" };
  return isGone
    ? [...used, redemptionEvent("reward.withdrawn", redemption, why, at, `order.${order.id}`)]
    : used;
}

/** The redemptions whose codes these orders hold, or that they used. */
async function findRedemptions(tx: ShopTx, orderIds: readonly bigint[]): Promise<string[]> {
  const { shopId } = tx;
  if (orderIds.length === 0) return [];
  const ids = orderIds.map(String);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM redemption r
    WHERE r.shop_id = ${shopId}::uuid AND r.order_id = ANY(${ids}::bigint[])
    UNION
    SELECT r.id FROM order_discount d
    JOIN redemption r ON r.shop_id = d.shop_id AND r.code = upper(d.code)
    WHERE d.shop_id = ${shopId}::uuid AND d.order_id = ANY(${ids}::bigint[])`;
  return rows.map(({ id }) => id);
}
