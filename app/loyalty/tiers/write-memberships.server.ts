import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";

import { loyaltyEvent } from "../program/loyalty-event.ts";
import type { CustomerReview, TierChange } from "./review.ts";

/** Writes what reviews came to, as sets: memberships, history, and events of what changed. */
export async function writeMemberships(
  tx: ShopTx,
  reviews: readonly CustomerReview[],
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const moved = reviews.filter(({ isSame }) => !isSame);
  await upsertMemberships(tx, moved, at);
  const gone = moved.filter(({ membership }) => membership === null);
  if (gone.length > 0)
    await tx.tierMembership.deleteMany({
      where: { shopId, customerId: { in: gone.map(({ customerId }) => customerId) } },
    });

  const changes = reviews.flatMap(({ customerId, change }) =>
    change ? [{ ...change, id: newId(), customerId }] : [],
  );
  await insertChanges(tx, changes);
  const drafts = [...changes.map(changed), ...reviews.flatMap((one) => ending(one, at))];
  await appendEvents(tx, shopId, drafts, at);
}

async function upsertMemberships(
  tx: ShopTx,
  reviews: readonly CustomerReview[],
  at: Date,
): Promise<void> {
  const rows = reviews.flatMap(({ customerId, membership }) =>
    membership ? [{ customerId, ...membership }] : [],
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tier_membership (shop_id, customer_id, tier_id, since, term_ends_at, grace_ends_at, version, updated_at)
    SELECT ${tx.shopId}::uuid, "customerId", "tierId", since, "termEndsAt", "graceEndsAt", version, ${at}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS m(
      "customerId" uuid, "tierId" uuid, since timestamptz, "termEndsAt" timestamptz, "graceEndsAt" timestamptz, version integer)
    ON CONFLICT (shop_id, customer_id) DO UPDATE
    SET tier_id = excluded.tier_id, since = excluded.since, term_ends_at = excluded.term_ends_at,
      grace_ends_at = excluded.grace_ends_at, version = excluded.version, updated_at = excluded.updated_at`;
}

async function insertChanges(tx: ShopTx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tier_change (shop_id, id, customer_id, from_tier_id, to_tier_id, reason, at)
    SELECT ${tx.shopId}::uuid, id, "customerId", "fromTierId", "toTierId", reason, at
    FROM jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c(
      id uuid, "customerId" uuid, "fromTierId" uuid, "toTierId" uuid, reason text, at timestamptz)`;
}

type Change = TierChange & { id: string; customerId: string };

function changed({ id, customerId, at, fromTierId, toTierId, reason }: Change): EventDraft {
  const properties = { fromTierId, toTierId, reason };
  return loyaltyEvent("tier.changed", id, { customerId, occurredAt: at, properties });
}

function ending({ customerId, membership, endsAt }: CustomerReview, at: Date): EventDraft[] {
  if (!membership || !endsAt) return [];
  const properties = { tierId: membership.tierId, endsAt: endsAt.toISOString() };
  const key = `${customerId}.${properties.tierId}.${properties.endsAt}`;
  return [loyaltyEvent("tier.ending", key, { customerId, occurredAt: at, properties })];
}
