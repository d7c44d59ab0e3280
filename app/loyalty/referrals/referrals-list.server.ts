import { fullName } from "#app/customers/full-name.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { countedOrder, spentOnOrder } from "#app/orders/counting/counted-order.server.ts";

export type ListedReferral = {
  id: string;
  state: string;
  via: string;
  findings: string[];
  placedAt: string;
  dueAt: string;
  order: { name: string; totalMinor: number };
  advocate: Someone;
  friend: Someone;
};
export type Someone = { id: string; name: string | null; email: string | null };

export type Advocate = Someone & { rewarded: number; waiting: number };

export type ReferralsPage = {
  figures: { visits: number; waiting: number; rewarded: number; revenueMinor: number };
  /** What waits for somebody to look at it, the oldest first. */
  review: ListedReferral[];
  latest: ListedReferral[];
  advocates: Advocate[];
};

const MOST_REVIEWED = 50;
const LATEST = 20;
const MOST_ADVOCATES = 5;
const FIGURES_DAYS = 30;

/** What a merchant sees of friends who bring friends. The figures are of the last 30 days. */
export function loadReferralsPage(shopId: string, now: Date): Promise<ReferralsPage> {
  return inShop(shopId, async (tx) => {
    const since = new Date(now.getTime() - FIGURES_DAYS * DAY_MS);
    const [sums] = await tx.$queryRaw<
      { waiting: number; rewarded: number; revenueMinor: bigint }[]
    >`
      SELECT count(*) FILTER (WHERE r.state IN ('pending', 'review'))::int AS waiting,
        count(*) FILTER (WHERE r.state = 'rewarded')::int AS rewarded,
        COALESCE(sum(${spentOnOrder}) FILTER (WHERE r.state IN ('pending', 'review', 'rewarded') AND ${countedOrder}), 0)::bigint AS "revenueMinor"
      FROM referral r
      JOIN "order" o ON o.shop_id = r.shop_id AND o.id = r.order_id
      WHERE r.shop_id = ${shopId}::uuid AND r.placed_at >= ${since}`;
    const visits = await tx.referralVisit.count({
      where: { shopId, at: { gte: since }, friendCode: null },
    });
    const order = { state: "review", order: "asc", limit: MOST_REVIEWED } as const;
    return {
      figures: {
        visits,
        waiting: sums?.waiting ?? 0,
        rewarded: sums?.rewarded ?? 0,
        revenueMinor: Number(sums?.revenueMinor ?? 0n),
      },
      review: await listReferrals(tx, order),
      latest: await listReferrals(tx, { state: null, order: "desc", limit: LATEST }),
      advocates: await topAdvocates(tx),
    };
  });
}

async function listReferrals(
  tx: ShopTx,
  { state, order, limit }: { state: string | null; order: "asc" | "desc"; limit: number },
): Promise<ListedReferral[]> {
  const { shopId } = tx;
  const rows = await tx.referral.findMany({
    where: { shopId, ...(state !== null && { state }) },
    orderBy: [{ placedAt: order }, { id: order }],
    take: limit,
  });
  const orders = await tx.order.findMany({
    where: { shopId, id: { in: rows.map(({ orderId }) => orderId) } },
    select: { id: true, name: true, totalMinor: true },
  });
  const orderOf = new Map(orders.map(({ id, ...one }) => [id, one]));
  const people = await loadPeople(
    tx,
    rows.flatMap(({ advocateId, friendId }) => [advocateId, friendId]),
  );
  return rows.map((row) => {
    const bought = orderOf.get(row.orderId);
    return {
      id: row.id,
      state: row.state,
      via: row.via,
      findings: row.findings as string[],
      placedAt: row.placedAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      order: { name: bought?.name ?? "", totalMinor: Number(bought?.totalMinor ?? 0n) },
      advocate: people(row.advocateId),
      friend: people(row.friendId),
    };
  });
}

async function topAdvocates(tx: ShopTx): Promise<Advocate[]> {
  const rows = await tx.$queryRaw<{ id: string; rewarded: number; waiting: number }[]>`
    SELECT advocate_id::text AS id, count(*) FILTER (WHERE state = 'rewarded')::int AS rewarded,
      count(*) FILTER (WHERE state IN ('pending', 'review'))::int AS waiting
    FROM referral
    WHERE shop_id = ${tx.shopId}::uuid AND state IN ('pending', 'review', 'rewarded')
    GROUP BY advocate_id
    ORDER BY rewarded DESC, waiting DESC, advocate_id
    LIMIT ${MOST_ADVOCATES}`;
  const people = await loadPeople(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, rewarded, waiting }) => ({ ...people(id), rewarded, waiting }));
}

async function loadPeople(tx: ShopTx, ids: readonly string[]): Promise<(id: string) => Someone> {
  const rows = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: [...new Set(ids)] } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const people = new Map(rows.map((row) => [row.id, row]));
  return (id) => {
    const person = people.get(id);
    return { id, name: person ? fullName(person) : null, email: person?.email ?? null };
  };
}
