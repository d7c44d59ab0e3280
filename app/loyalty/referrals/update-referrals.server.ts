import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { AccountFrozen } from "../ledger/account-frozen.ts";
import { loadAllowed, loadPauses } from "../program/program-state.server.ts";
import { wasPausedAt } from "../program/state.ts";
import { loyaltyEvent } from "../program/loyalty-event.ts";
import { attribute } from "./visits/attribution.ts";
import { judgeReferrals } from "./judge-referrals.server.ts";
import { loadFirstOrders } from "./load-referrals.server.ts";
import { type ReferralSettings, snapshotOf } from "./referral-program.ts";
import { readReferralSettings } from "./referral-settings.server.ts";
import { loadTouches } from "./visits/load-touches.server.ts";

/**
 * Sees whether somebody brought the people who bought, and judges what was brought before by what
 * is known now. Which events these are, and how often they come, does not matter. While nothing is earned nobody brings anybody,
 * and only what was given for friends may be taken back.
 */
export async function updateReferrals(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const orderIds = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))];
  const turnedIds = events.flatMap(turnedBy);
  const waiting = await inShop(shopId, async (tx) => {
    const decided = await tx.$queryRaw<
      unknown[]
    >`SELECT 1 FROM referral_program WHERE shop_id = ${shopId}::uuid`;
    // Nothing to ask a shop that never had referrals.
    if (decided.length === 0) return [];

    await lock.referrals(tx, shopId);
    const people = await ownersNow(tx, orderIds, turnedIds);
    const settings = await readReferralSettings(tx);
    const { earn } = await loadAllowed(tx);
    if (settings.active && earn) await noteFriends(tx, people, settings, now());
    const all = await findConcerned(tx, orderIds, [...people, ...turnedIds], turnedIds);
    const concerned = all.filter(({ state }) => earn || state === "rewarded");
    const ids = concerned.map(({ id }) => id);
    const frozen = await judgeReferrals(tx, ids, now());
    return concerned.flatMap(({ id, orderId }) => (frozen.has(id) ? orderId : []));
  });
  const orders = new Set(waiting);
  const isLate = ({ orderId }: StoredEvent) =>
    orders.size > 0 && (orderId === null || orders.has(orderId));
  const later = events.filter(isLate);
  if (later.length > 0) throw new AccountFrozen(later.map(({ id }) => id));
}

/** The records that a merge or a parting is about. */
function turnedBy(event: StoredEvent): string[] {
  if (event.type === "customer.merged") return [event.properties.mergedId];
  return event.type === "customer.unmerged" ? eventSubjects(event) : [];
}

/**
 * The referrals that these orders and people say something about: of the people as friends and,
 * after a merge or a parting, as advocates; and of those that came later than an order by which
 * advocate and friends are compared, the ones from the same place, and the ones of which something
 * was found: what it was found by may have changed. Somebody may have brought thousands.
 */
function findConcerned(
  tx: ShopTx,
  orderIds: readonly bigint[],
  people: readonly string[],
  turnedIds: readonly string[],
): Promise<{ id: string; orderId: bigint; state: string }[]> {
  const { shopId } = tx;
  const ids = orderIds.map(String);
  const advocates = turnedIds.length > 0 ? people : [];
  return tx.$queryRaw<{ id: string; orderId: bigint; state: string }[]>`
    WITH heard AS (
      SELECT o.ip_hash, o.address_hash, o.customer_id AS advocate_id, o.created_at AS since
      FROM "order" o
      WHERE o.shop_id = ${shopId}::uuid AND o.id = ANY(${ids}::bigint[])
        -- Most customers never brought anybody: what else came from their place does not matter then.
        AND EXISTS (
          SELECT FROM referral r
          WHERE r.shop_id = ${shopId}::uuid AND r.advocate_id = o.customer_id AND r.placed_at >= o.created_at)
      UNION ALL
      SELECT o.ip_hash, o.address_hash, f.advocate_id, f.placed_at
      FROM referral f
      JOIN "order" o ON o.shop_id = f.shop_id AND o.id = f.order_id
      WHERE f.shop_id = ${shopId}::uuid AND f.order_id = ANY(${ids}::bigint[])
    ),
    -- Left to itself, the planner goes through all friends of the advocate instead.
    nearby AS MATERIALIZED (
      SELECT o.id, heard.advocate_id, heard.since
      FROM heard
      JOIN "order" o ON o.shop_id = ${shopId}::uuid AND o.ip_hash = heard.ip_hash
      UNION
      SELECT o.id, heard.advocate_id, heard.since
      FROM heard
      JOIN "order" o ON o.shop_id = ${shopId}::uuid AND o.address_hash = heard.address_hash
    )
    SELECT id::text, order_id AS "orderId", state FROM referral
    WHERE shop_id = ${shopId}::uuid
      AND (order_id = ANY(${ids}::bigint[]) OR friend_id = ANY(${people}::uuid[]) OR advocate_id = ANY(${advocates}::uuid[]))
    UNION
    SELECT r.id::text, r.order_id, r.state
    FROM nearby
    JOIN referral r ON r.shop_id = ${shopId}::uuid AND r.order_id = nearby.id
    WHERE r.advocate_id = nearby.advocate_id AND r.placed_at >= nearby.since
    UNION
    SELECT r.id::text, r.order_id, r.state
    FROM heard
    JOIN referral r ON r.shop_id = ${shopId}::uuid AND r.advocate_id = heard.advocate_id AND r.placed_at >= heard.since
    WHERE r.findings <> '[]'`;
}

/** Whom these events are about, as they are known now. */
async function ownersNow(
  tx: ShopTx,
  orderIds: readonly bigint[],
  turnedIds: readonly string[],
): Promise<string[]> {
  const orders = await tx.order.findMany({
    where: { shopId: tx.shopId, id: { in: [...orderIds] }, customerId: { not: null } },
    select: { customerId: true },
  });
  const owners = orders.flatMap(({ customerId }) => customerId ?? []);
  const survivors = await findSurvivors(tx, [...owners, ...turnedIds]);
  return [...new Set(survivors.values())];
}

/** Writes down a referral for each of these people whose first order somebody brought. */
async function noteFriends(
  tx: ShopTx,
  people: readonly string[],
  settings: ReferralSettings,
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const firsts = await loadFirstOrders(tx, people);
  const pauses = await loadPauses(tx);
  const known = await tx.referral.findMany({
    where: { shopId, orderId: { in: [...firsts.values()].map(({ orderId }) => orderId) } },
    select: { orderId: true },
  });
  const knownIds = new Set(known.map(({ orderId }) => orderId));
  const fresh = [...firsts].filter(
    ([, { orderId, createdAt }]) => !knownIds.has(orderId) && !wasPausedAt(pauses, createdAt),
  );
  const touches = await loadTouches(tx, new Map(fresh));
  const invited = fresh.flatMap(([friendId, order]) => {
    const theirs = touches.get(friendId) ?? [];
    const touch = attribute(theirs, order.createdAt, settings.attributionDays);
    return touch ? [{ friendId, ...order, ...touch }] : [];
  });
  const owners = invited.map((one) => one.advocateId);
  const survivors = await findSurvivors(tx, owners);
  for (const { friendId, orderId, createdAt, paidAt, advocateId: ownerId, via } of invited) {
    const id = newId();
    // Whose code it was may be part of somebody by now.
    const advocateId = survivors.get(ownerId) ?? ownerId;
    const originId = advocateId === ownerId ? null : ownerId;
    await tx.referral.create({
      data: {
        shopId,
        id,
        advocateId,
        originId,
        friendId,
        orderId,
        via,
        state: "review", // Judged right after.
        snapshot: snapshotOf(settings),
        placedAt: createdAt,
        dueAt: new Date(paidAt.getTime() + settings.returnWindowDays * DAY_MS),
      },
    });
    const properties = { referralId: id };
    const about = { customerId: advocateId, orderId, occurredAt: createdAt, properties };
    await appendEvents(tx, shopId, [loyaltyEvent("referral.made", id, about)], at);
  }
}
