import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { identifierHash } from "#app/customers/identifier-hash.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";
import { SomeLater } from "#app/try-later.ts";

import { attribute, type Touch } from "./attribution.ts";
import { judgeReferrals } from "./judge-referrals.server.ts";
import { loadFirstOrders, lockReferrals } from "./load-referrals.server.ts";
import { type ReferralSettings, snapshotOf } from "./referral-program.ts";
import { readReferralSettings } from "./referral-settings.server.ts";
import { comparableEmail } from "./same-person.ts";

const DAY_MS = 24 * 3600_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Sees whether somebody brought the people who bought, and judges what was brought before by what is known now. Which events
 * these are, and how often they come, does not matter.
 */
export async function followReferrals(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const orderIds = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))];
  const mergedIds = events.flatMap((event) =>
    event.type === "customer.merged" ? event.properties.mergedId : [],
  );
  const waiting = await inShop(shopId, async (tx) => {
    const decided = await tx.referralProgram.count({ where: { shopId } });
    // Nothing to ask a shop that never had referrals.
    if (decided === 0) return [];

    await lockReferrals(tx, shopId);
    const people = await peopleOf(tx, shopId, orderIds, mergedIds);
    const settings = await readReferralSettings(tx, shopId);
    if (settings.active) await noteFriends(tx, shopId, people, settings, now());
    const involved = [...people, ...mergedIds];
    const concerned = await tx.referral.findMany({
      where: {
        shopId,
        OR: [
          { orderId: { in: orderIds } },
          { friendId: { in: involved } },
          // Only who they are can change by a merge; what an advocate buys changes nothing.
          ...(mergedIds.length > 0 ? [{ advocateId: { in: involved } }] : []),
        ],
      },
      select: { id: true, orderId: true },
    });
    const ids = concerned.map(({ id }) => id);
    const frozen = await judgeReferrals(tx, shopId, ids, now());
    return concerned.flatMap(({ id, orderId }) => (frozen.has(id) ? orderId : []));
  });
  if (waiting.length === 0) return;
  const late = new Set(waiting);
  const later = events.filter(({ orderId }) => orderId === null || late.has(orderId));
  throw new SomeLater(
    later.map(({ id }) => id),
    "A referral waits for an account that is frozen",
  );
}

/** Whom these events are about, as they are known now. */
async function peopleOf(
  tx: ShopTx,
  shopId: string,
  orderIds: readonly bigint[],
  mergedIds: readonly string[],
): Promise<string[]> {
  const orders = await tx.order.findMany({
    where: { shopId, id: { in: [...orderIds] }, customerId: { not: null } },
    select: { customerId: true },
  });
  const owners = orders.flatMap(({ customerId }) => customerId ?? []);
  const survivors = await findSurvivors(tx, shopId, [...owners, ...mergedIds]);
  return [...new Set(survivors.values())];
}

/** Writes down a referral for each of these people whose first order somebody brought. */
async function noteFriends(
  tx: ShopTx,
  shopId: string,
  people: readonly string[],
  settings: ReferralSettings,
  at: Date,
): Promise<void> {
  const firsts = await loadFirstOrders(tx, shopId, people);
  const known = await tx.referral.findMany({
    where: { shopId, orderId: { in: [...firsts.values()].map(({ orderId }) => orderId) } },
    select: { orderId: true },
  });
  const knownIds = new Set(known.map(({ orderId }) => orderId));
  const fresh = [...firsts].filter(([, { orderId }]) => !knownIds.has(orderId));
  const touches = await loadTouches(tx, shopId, new Map(fresh));
  for (const [friendId, { orderId, createdAt }] of fresh) {
    const touch = attribute(touches.get(friendId) ?? [], createdAt, settings.attributionDays);
    if (!touch) continue;
    const id = newId();
    const { advocateId, via } = touch;
    await tx.referral.create({
      data: {
        shopId,
        id,
        advocateId,
        friendId,
        orderId,
        via,
        state: "review", // Judged right after.
        snapshot: snapshotOf(settings),
        placedAt: createdAt,
        dueAt: new Date(createdAt.getTime() + settings.returnWindowDays * DAY_MS),
      },
    });
    const made = { type: "referral.made", properties: { referralId: id } } as const;
    const about = {
      customerId: advocateId,
      orderId,
      occurredAt: createdAt,
      source: "app",
    } as const;
    await appendEvents(tx, shopId, [{ ...made, ...about, dedupeKey: `referral.made.${id}` }], at);
  }
}

/** How friends came to the orders that are given by customer: by the visit that the cart kept, a welcome code, or their email. */
async function loadTouches(
  tx: ShopTx,
  shopId: string,
  orders: ReadonlyMap<string, { orderId: bigint }>,
): Promise<Map<string, Touch[]>> {
  const ids = [...orders.values()].map(({ orderId }) => orderId);
  if (ids.length === 0) return new Map();
  const carts = await tx.order.findMany({
    where: { shopId, id: { in: ids } },
    select: { id: true, customerId: true, attributes: true },
  });
  const discounts = await tx.orderDiscount.findMany({
    where: { shopId, orderId: { in: ids }, code: { not: null } },
    select: { orderId: true, code: true },
  });
  const friends = await tx.customer.findMany({
    where: { shopId, id: { in: [...orders.keys()] } },
    select: { id: true, email: true },
  });
  const codesOf = Map.groupBy(discounts, ({ orderId }) => orderId);
  const emailOf = new Map(friends.map(({ id, email }) => [id, visitEmailHash(shopId, email)]));
  const traces = carts.map(({ id, customerId, attributes }) => ({
    customerId,
    visit: visitOf(attributes),
    codes: (codesOf.get(id) ?? []).map(({ code }) => code?.toUpperCase() ?? ""),
    email: emailOf.get(customerId ?? "") ?? null,
  }));
  const emails = traces.flatMap(({ email }) => (email ? Buffer.from(email, "hex") : []));
  const visits = await tx.referralVisit.findMany({
    where: {
      shopId,
      OR: [
        { id: { in: traces.flatMap(({ visit }) => visit ?? []) } },
        { friendCode: { in: traces.flatMap(({ codes }) => codes) } },
        { emailHash: { in: emails } },
      ],
    },
  });
  const touches = traces.flatMap(({ customerId, visit, codes, email }) =>
    visits.flatMap(({ id, friendCode, emailHash, advocateId, at }) => {
      const hash = emailHash && Buffer.from(emailHash).toString("hex");
      const isCode = friendCode !== null && codes.includes(friendCode);
      if (!isCode && id !== visit && (hash === null || hash !== email)) return [];
      const touch: Touch = { via: isCode ? "code" : "link", advocateId, at };
      return [{ customerId: customerId ?? "", touch }];
    }),
  );
  const byFriend = Map.groupBy(touches, ({ customerId }) => customerId);
  return new Map([...byFriend].map(([id, theirs]) => [id, theirs.map(({ touch }) => touch)]));
}

/** What a friend's email is kept as, in hex, whatever tag or dots it is written with. Null for none. */
export function visitEmailHash(shopId: string, email: string | null): string | null {
  const mailbox = comparableEmail(email);
  return mailbox === null ? null : identifierHash(shopId, "email", mailbox);
}

function visitOf(attributes: unknown): string | null {
  const visit = (attributes as Record<string, unknown> | null)?.["_encore_ref"];
  return typeof visit === "string" && UUID.test(visit) ? visit.toLowerCase() : null;
}
