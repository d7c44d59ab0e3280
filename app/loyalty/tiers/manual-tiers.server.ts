import { audit } from "#app/audit/audit.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { accountOf } from "../ledger/ledger-batch.ts";
import { openBatch } from "../ledger/open-batch.server.ts";
import { excludedAmong } from "../program/exclusions.server.ts";
import { loadAllowed } from "../program/program-state.server.ts";
import { ensureTiers } from "./ensure-tiers.server.ts";
import { reviewTiers } from "./review-tiers.server.ts";

/** A tier that somebody is to be in. */
export type TierAsk = {
  customerId: string;
  /** Null takes away what was given by hand. */
  tierId: string | null;
  /** The moment from which it holds no longer; null for good. */
  until: Date | null;
};

/** Why a tier cannot be given. Put into words where it is shown. */
export type NoManualTier =
  "unknown" | "frozen" | "not_live" | "excluded" | "tiers_off" | "no_tier" | "past";

export type ManualTierSet = { outcome: "set" } | { outcome: "refused"; reason: NoManualTier };

/**
 * Gives somebody a tier by hand, or takes it away again. At most one is held so: another takes its place. What follows from it, the
 * event and what entering the tier gives, is that of any change of tier. Asked for twice it is done once.
 */
export function setManualTier(
  shopId: string,
  ask: TierAsk,
  { actor, at }: { actor: string; at: Date },
): Promise<ManualTierSet> {
  return inShop(shopId, async (tx): Promise<ManualTierSet> => {
    const customerId = (await findSurvivors(tx, [ask.customerId])).get(ask.customerId);
    if (!customerId) return refused("unknown");
    const reason = await whyNot(tx, { ...ask, customerId }, at);
    if (reason) return refused(reason);

    const before = await stateOf(tx, customerId, at);
    const changed = await giveTiers(tx, [{ ...ask, customerId, importId: null }], at);
    if (changed.size === 0) return { outcome: "set" };
    await reviewTiers(tx, [customerId], at);
    const after = await stateOf(tx, customerId, at);
    const action = ask.tierId === null ? "tier.taken_back" : "tier.given";
    const subject = `customer.${customerId}`;
    await audit(tx, { actor, action, subject, before, after }, at);
    return { outcome: "set" };
  });
}

/** A tier that is held by hand. */
export type HeldTier = { tierId: string; since: Date; until: Date | null };

/** The tier that somebody holds by hand at a moment; null for none, or one that the shop has deleted since. */
export async function findHeldTier(
  tx: ShopTx,
  customerId: string,
  at: Date,
): Promise<HeldTier | null> {
  const { shopId } = tx;
  const held = await listHeld(tx, [customerId], at);
  const tiers = await tx.tier.findMany({ where: { shopId }, orderBy: { position: "desc" } });
  const ids = tiers.map(({ id }) => id);
  const [highest] = held
    .filter(({ tierId }) => ids.includes(tierId))
    .toSorted((a, b) => ids.indexOf(a.tierId) - ids.indexOf(b.tierId));
  return highest ?? null;
}

type Gift = TierAsk & { importId: string | null };

/**
 * Writes down which tiers these customers hold by hand from now on, each in place of what they held so. Returns those for whom that
 * was not so already. The caller has locked their accounts, and rates them afterwards.
 */
export async function giveTiers(
  tx: ShopTx,
  gifts: readonly Gift[],
  at: Date,
): Promise<Set<string>> {
  const { shopId } = tx;
  const ids = gifts.map(({ customerId }) => customerId);
  const held = Map.groupBy(await listHeld(tx, ids, at), ({ customerId }) => customerId);
  const changes = gifts.map((gift) => ({
    gift,
    ...changeOf(gift, held.get(gift.customerId) ?? []),
  }));
  await endHeld(
    tx,
    changes.flatMap(({ ended }) => ended),
    at,
  );
  for (const { moved, gift } of changes)
    if (moved)
      await tx.manualTier.update({
        where: { shopId_id: { shopId, id: moved } },
        data: { until: gift.until },
      });
  await tx.manualTier.createMany({
    data: changes.flatMap(({ isNew, gift: { customerId, tierId, until, importId } }) =>
      isNew && tierId !== null
        ? [{ shopId, id: newId(), customerId, tierId, since: at, until, importId }]
        : [],
    ),
  });
  const changed = changes.filter(({ ended, moved, isNew }) => ended.length > 0 || moved || isNew);
  return new Set(changed.map(({ gift }) => gift.customerId));
}

/** Ends the tiers that these customers hold by hand: those that an import gave, where one is named. */
export async function endTiers(
  tx: ShopTx,
  customerIds: readonly string[],
  importId: string | null,
  at: Date,
): Promise<void> {
  const held = await listHeld(tx, customerIds, at);
  await endHeld(
    tx,
    held.filter((one) => importId === null || one.importId === importId).map(({ id }) => id),
    at,
  );
}

/** What of the tiers that somebody holds ends, or ends on another day, by what they are given now. */
function changeOf(
  { tierId, until }: Gift,
  held: readonly Held[],
): { ended: string[]; moved: string | null; isNew: boolean } {
  const same = held.find((one) => one.tierId === tierId);
  const isMoved = same && same.until?.getTime() !== until?.getTime();
  return {
    ended: held.filter((one) => one !== same).map(({ id }) => id),
    moved: isMoved ? same.id : null,
    isNew: !same && tierId !== null,
  };
}

async function endHeld(tx: ShopTx, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const where = { shopId: tx.shopId, id: { in: [...ids] } };
  await tx.manualTier.updateMany({ where, data: { until: at } });
}

/** Why a tier cannot be given now. Locks the account. */
async function whyNot(
  tx: ShopTx,
  { customerId, tierId, until }: TierAsk,
  at: Date,
): Promise<NoManualTier | null> {
  if (!(await loadAllowed(tx)).earn) return "not_live";
  const batch = await openBatch(tx, [customerId], at);
  if (accountOf(batch, customerId).frozenAt) return "frozen";
  if ((await excludedAmong(tx, [customerId])).has(customerId)) return "excluded";
  const ladder = await ensureTiers(tx, at);
  if (!ladder.active) return "tiers_off";
  if (tierId !== null && !ladder.tiers.some(({ id }) => id === tierId)) return "no_tier";
  return until !== null && until <= at ? "past" : null;
}

type Held = HeldTier & { id: string; customerId: string; importId: string | null };

function listHeld(tx: ShopTx, customerIds: readonly string[], at: Date): Promise<Held[]> {
  const { shopId } = tx;
  return tx.$queryRaw<Held[]>`
    ${personsOf(shopId, customerIds)}
    SELECT m.id::text, person.customer_id::text AS "customerId", m.tier_id::text AS "tierId", m.since, m.until,
      m.import_id::text AS "importId"
    FROM person
    JOIN manual_tier m ON m.shop_id = ${shopId}::uuid AND m.customer_id = person.id
    WHERE m.until IS NULL OR m.until > ${at}
    ORDER BY m.since, m.id`;
}

/** As the activity log has it: the tier that they are in, and until when one is held by hand. */
async function stateOf(tx: ShopTx, customerId: string, at: Date) {
  const [member] = await tx.$queryRaw<{ name: string }[]>`
    SELECT t.name FROM tier_membership m
    JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
    WHERE m.shop_id = ${tx.shopId}::uuid AND m.customer_id = ${customerId}::uuid`;
  const held = await findHeldTier(tx, customerId, at);
  return { tier: member?.name ?? null, byHand: held !== null, until: held?.until ?? null };
}

function refused(reason: NoManualTier): ManualTierSet {
  return { outcome: "refused", reason };
}
