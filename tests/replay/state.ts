import { inShop, type ShopTx } from "#app/ground/db.server.ts";

/** What a person has, as the ledger says. Points are decimal text. */
export type MemberState = {
  available: string;
  pending: string;
  held: string;
  debt: string;
  tier: string | null;
  lots: LotState[];
};

export type LotState = {
  /** As the file calls the order; null for what no order gave. */
  order: string | null;
  /** What is left in them. */
  points: string;
  state: "available" | "pending";
  earnedAt: string;
  releaseAt: string | null;
  expiresAt: string | null;
};

type AccountRow = {
  customerId: string;
  available: bigint;
  pending: bigint;
  held: bigint;
  debt: bigint;
  tier: string | null;
};
type LotRow = {
  customerId: string;
  orderId: bigint | null;
  points: bigint;
  pending: boolean;
  earnedAt: Date;
  releaseAt: Date | null;
  expiresAt: Date | null;
};

/** What these customers have, by their ids; only lots that still hold points, those of one order and one date together. Orders are named as in the file. */
export function loadMemberStates(
  shopId: string,
  customerIds: readonly string[],
  orderNames: ReadonlyMap<string, string>,
): Promise<Map<string, MemberState>> {
  return inShop(shopId, async (tx) => {
    const accounts = await loadAccounts(tx, shopId, customerIds);
    const lots = Map.groupBy(
      await loadLots(tx, shopId, customerIds),
      ({ customerId }) => customerId,
    );
    return new Map(
      accounts.map((account) => [
        account.customerId,
        stateOf(account, lots.get(account.customerId) ?? [], orderNames),
      ]),
    );
  });
}

function loadAccounts(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<AccountRow[]> {
  return tx.$queryRaw<AccountRow[]>`
    SELECT c.id AS "customerId", coalesce(a.available, 0) AS available, coalesce(a.pending, 0) AS pending,
      coalesce(a.held, 0) AS held, coalesce(a.debt, 0) AS debt, t.name AS tier
    FROM customer c
    LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    LEFT JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
    WHERE c.shop_id = ${shopId}::uuid AND c.id = ANY(${customerIds}::uuid[])`;
}

function loadLots(tx: ShopTx, shopId: string, customerIds: readonly string[]): Promise<LotRow[]> {
  return tx.$queryRaw<LotRow[]>`
    SELECT l.customer_id AS "customerId", l.order_id AS "orderId", sum(l.remaining)::bigint AS points, l.pending,
      l.earned_at AS "earnedAt", l.release_at AS "releaseAt", l.expires_at AS "expiresAt"
    FROM lot l
    WHERE l.shop_id = ${shopId}::uuid AND l.customer_id = ANY(${customerIds}::uuid[]) AND l.remaining > 0
    GROUP BY l.customer_id, l.order_id, l.pending, l.earned_at, l.release_at, l.expires_at`;
}

function stateOf(
  account: AccountRow,
  lots: LotRow[],
  orderNames: ReadonlyMap<string, string>,
): MemberState {
  return {
    available: `${account.available}`,
    pending: `${account.pending}`,
    held: `${account.held}`,
    debt: `${account.debt}`,
    tier: account.tier,
    lots: lots.map((lot) => lotOf(lot, orderNames)).toSorted(asShown),
  };
}

function lotOf(lot: LotRow, orderNames: ReadonlyMap<string, string>): LotState {
  return {
    order:
      lot.orderId === null ? null : (orderNames.get(String(lot.orderId)) ?? String(lot.orderId)),
    points: `${lot.points}`,
    state: lot.pending ? "pending" : "available",
    earnedAt: toSecond(lot.earnedAt),
    releaseAt: lot.releaseAt && toSecond(lot.releaseAt),
    expiresAt: lot.expiresAt && toSecond(lot.expiresAt),
  };
}

/** By what is shown, the oldest first: ids at Shopify and parts of a second differ from one run to the next. */
function asShown(one: LotState, other: LotState): number {
  const [a, b] = [one, other].map((lot) =>
    [lot.earnedAt, lot.order, lot.expiresAt, lot.state, lot.points].join(" "),
  ) as [string, string];
  return Number(a > b) - Number(a < b);
}

/** The clock runs on while a line is played: what happened in one second is shown as that second. */
function toSecond(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
