import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { ruleOf } from "#app/loyalty/program/earning-rule.ts";
import { excludedAmong } from "#app/loyalty/program/exclusions.server.ts";
import { loadAllowed } from "#app/loyalty/program/program-state.server.ts";

import { isCounted } from "#app/loyalty/order-points/order.ts";
import { targetPoints } from "#app/loyalty/order-points/points.ts";
import { loadOrders } from "./load-orders.server.ts";

/** What an order brought: nothing yet that is known, nothing at all, or points, to be spent now or later. */
export type OrderPoints =
  | { state: "waiting" | "nothing" }
  | { state: "earned"; points: bigint }
  /** `until` is when they can be spent, ISO 8601; null where that is not a matter of time. */
  | { state: "pending"; points: bigint; until: string | null };

/** What a guest's order is worth. `kept`: its points wait for the guest to sign in; else only members get any. */
export type GuestOrderPoints =
  { state: "waiting" | "nothing" } | { state: "guest"; points: bigint; kept: boolean };

/** How long after an order anybody who has its id is told its points: as long as somebody looks at the page that thanks for it. */
const TOLD_FOR_MS = 3600_000;

/** What an order of this customer brought, as it is now. An order of somebody else is one that nobody has heard of. */
export function pointsOfOrder(
  shopId: string,
  orderId: bigint,
  customerId: string,
): Promise<OrderPoints> {
  return inShop(shopId, async (tx) => {
    const found = await look(tx, orderId);
    if (found.state !== "known") return found;
    const { ownerId, award } = found;
    if (ownerId !== customerId) return { state: "waiting" };
    if (award.posted === 0n) return { state: "nothing" };

    const lots = await tx.lot.findMany({
      where: { shopId, orderId, customerId, pending: true, remaining: { gt: 0n } },
      select: { releaseAt: true },
    });
    if (lots.length === 0) return { state: "earned", points: award.posted };
    const latest = Math.max(...lots.map(({ releaseAt }) => releaseAt?.getTime() ?? Infinity));
    const until = Number.isFinite(latest) ? new Date(latest).toISOString() : null;
    return { state: "pending", points: award.posted, until };
  });
}

/**
 * What an order is worth, for somebody whom nobody vouches for. It is the same answer whether the
 * order is a guest's or that of a member who did not sign in: who has an account is nobody else's
 * business. Orders of longer ago are not told of.
 */
export function pointsOfGuestOrder(
  shopId: string,
  orderId: bigint,
  at: Date,
): Promise<GuestOrderPoints> {
  return inShop(shopId, async (tx) => {
    const found = await look(tx, orderId);
    if (found.state !== "known") return found;
    const { order, award } = found;
    if (order.createdAt.getTime() < at.getTime() - TOLD_FOR_MS) return { state: "waiting" };

    const rule = ruleOf(award.ruleSnapshot);
    const points = targetPoints(order, { ...rule, guestPoints: "claim" }, award.lineRates);
    if (points === 0n) return { state: "nothing" };
    return { state: "guest", points, kept: rule.guestPoints === "claim" };
  });
}

/** An order that was awarded, and whose it is; "nothing" when it will not be, "waiting" when it may. */
async function look(tx: ShopTx, orderId: bigint) {
  if (!(await loadAllowed(tx)).show) return { state: "nothing" } as const;
  const [found] = await loadOrders(tx, [orderId]);
  if (!found) return { state: "waiting" } as const;
  const { order, award } = found;
  if ((await excludedAmong(tx, [order.customerId])).size > 0) return { state: "nothing" } as const;
  if (!award) return { state: isCounted(order) ? "waiting" : "nothing" } as const;
  const survivors = await findSurvivors(tx, [order.customerId]);
  const ownerId = survivors.get(order.customerId) ?? order.customerId;
  return { state: "known", order, award, ownerId } as const;
}
