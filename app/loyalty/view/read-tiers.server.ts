import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { loadAllowed } from "../program/program-state.server.ts";
import type { Tier } from "../tiers/tier.ts";
import { tierOf } from "../tiers/tier-row.ts";

/** What the shop's tiers are called, by their ids. */
export async function readTierNames(tx: ShopTx, shopId: string): Promise<Map<string, string>> {
  const tiers = await tx.$queryRaw<
    { id: string; name: string }[]
  >`SELECT id, name FROM tier WHERE shop_id = ${shopId}::uuid`;
  return new Map(tiers.map(({ id, name }) => [id, name]));
}

/** The id of the tier that each of these customers is in, by customer; who is in none is missing. */
export async function readTiers(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ customerId: string; tierId: string }[]>`
    SELECT customer_id AS "customerId", tier_id AS "tierId" FROM tier_membership
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[])`;
  return new Map(rows.map(({ customerId, tierId }) => [customerId, tierId]));
}

/** A query of `customer_id` and `tier_id` of everyone in a tier whose id comes after this one. */
export function membersAfter(shopId: string, after: string): Prisma.Sql {
  return Prisma.sql`
    SELECT m.customer_id, m.tier_id FROM tier_membership m
    WHERE m.shop_id = ${shopId}::uuid AND m.customer_id > ${after}::uuid`;
}

/** The tiers that members see, the lowest first; none where the shop has them switched off, or shows no program. */
export async function loadTiers(tx: ShopTx): Promise<Tier[]> {
  const { shopId } = tx;
  const program = await tx.tierProgram.findUnique({ where: { shopId } });
  if (!program?.active || !(await loadAllowed(tx)).show) return [];
  const rows = await tx.tier.findMany({ where: { shopId }, orderBy: { position: "asc" } });
  return rows.map(tierOf);
}
