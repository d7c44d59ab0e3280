import { findGuests } from "#app/customers/identity/find-guests.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import type { EarnDraft, EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { givenLots } from "#app/loyalty/ledger/ledger-store.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { grantReward } from "#app/loyalty/rewards/redemption/grant-reward.server.ts";
import { withdrawReward } from "#app/loyalty/rewards/settlement/withdraw-rewards.server.ts";

import type { CustomerReview } from "../review.ts";
import type { TierLadder } from "../tier.ts";
import type { EntryGift, GivenEntry } from "./entry-reward.ts";
import { redateEntries } from "./redate-entries.server.ts";

type Gift = EntryGift & { customerId: string };
type Surplus = GivenEntry & { customerId: string };

/**
 * Gives what coming into a tier gives, once for each entry, and takes back what is left of it where
 * a refund, or a merge, has undone the entry. What was used already stays used; what the shop's own
 * change of terms has undone or moved is left as it is.
 */
export async function giveEntryRewards(
  tx: ShopTx,
  reviews: readonly CustomerReview[],
  ladder: TierLadder,
  at: Date,
): Promise<void> {
  const gifts = reviews.flatMap(({ customerId, give }) =>
    give.map((gift) => ({ ...gift, customerId })),
  );
  const surplus = reviews.flatMap(({ customerId, surplus: left, keepsSurplus }) =>
    left.map((entry) => ({ ...entry, customerId, isKept: keepsSurplus })),
  );
  const nameOf = (tierId: string) => ladder.tiers.find(({ id }) => id === tierId)?.name ?? "";
  await takeBack(
    tx,
    surplus.filter(({ isKept }) => !isKept),
    nameOf,
    at,
  );
  await give(tx, gifts, nameOf, at);
  const moved = reviews.filter(({ keepsSurplus }) => !keepsSurplus);
  await redateEntries(
    tx,
    moved.flatMap(({ customerId, misdated }) => misdated.map((one) => ({ ...one, customerId }))),
    at,
  );
  for (const entry of surplus.filter(({ isKept }) => isKept)) await mark(tx, entry, "kept");
}

async function give(
  tx: ShopTx,
  gifts: readonly Gift[],
  nameOf: (tierId: string) => string,
  at: Date,
): Promise<void> {
  if (gifts.length === 0) return;
  const guests = await findGuests(
    tx,
    gifts.map(({ customerId }) => customerId),
  );
  const drafts = gifts.flatMap((gift) => draftOf(gift, nameOf(gift.tierId), guests));
  await postEntries(tx, drafts, at);
  for (const gift of gifts) {
    const { customerId, tierId, number, at: enteredAt, reward } = gift;
    const granted =
      "rewardId" in reward
        ? await grantReward(tx, {
            customerId,
            rewardId: reward.rewardId,
            key: keyOf(gift),
            at,
          })
        : null;
    const entryKey = "points" in reward && reward.points > 0n ? keyOf(gift) : null;
    const redemptionId = granted?.id ?? null;
    const entry = { shopId: tx.shopId, customerId, tierId, number, state: "given", enteredAt };
    await tx.tierEntry.create({ data: { ...entry, entryKey, redemptionId } });
  }
}

function draftOf(gift: Gift, tier: string, guests: ReadonlySet<string>): EarnDraft[] {
  const { customerId, reward } = gift;
  if (!("points" in reward) || reward.points <= 0n) return [];
  const { points } = reward;
  return [
    {
      kind: "earn",
      customerId,
      points,
      qualifying: 0n, // A tier does not lift anybody into the next one.
      wait: guests.has(customerId) ? "until_verified" : null,
      idempotencyKey: keyOf(gift),
      occurredAt: gift.at, // As what led there, so that hearing of it late lets nothing last longer.
      source: "app",
      reason: { code: "tier_entered", tier, points: String(points) },
    },
  ];
}

async function takeBack(
  tx: ShopTx,
  surplus: readonly Surplus[],
  nameOf: (tierId: string) => string,
  at: Date,
): Promise<void> {
  const unused = await unusedOf(
    tx,
    surplus.flatMap(({ entryKey }) => entryKey ?? []),
  );
  const drafts = surplus.flatMap(({ customerId, tierId, entryKey }): EntryDraft[] => {
    const points = entryKey === null ? 0n : (unused.get(entryKey) ?? 0n);
    if (entryKey === null || points === 0n) return [];
    return [
      {
        kind: "reverse",
        customerId,
        points,
        qualifying: 0n,
        undoes: entryKey,
        idempotencyKey: `${entryKey}.back`,
        occurredAt: at,
        source: "app",
        reason: { code: "tier_lost", tier: nameOf(tierId), points: String(points) },
      },
    ];
  });
  await postEntries(tx, drafts, at);
  for (const entry of surplus) {
    const { redemptionId } = entry;
    if (redemptionId !== null && (await isBeingMade(tx, redemptionId))) continue; // Looked at again when it is made.
    const isTaken =
      redemptionId === null
        ? entry.entryKey === null || (unused.get(entry.entryKey) ?? 0n) > 0n
        : await withdrawReward(tx, redemptionId, "tier_lost", at);
    await mark(tx, entry, isTaken ? "taken_back" : "kept");
  }
}

/** What is left of what these entries gave, wherever merges and partings have taken it, by their keys. */
async function unusedOf(tx: ShopTx, entryKeys: readonly string[]): Promise<Map<string, bigint>> {
  if (entryKeys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ key: string; remaining: bigint }[]>`
    ${givenLots(tx.shopId, entryKeys)}
    SELECT key, sum(remaining)::bigint AS remaining FROM given GROUP BY key`;
  return new Map(rows.map(({ key, remaining }) => [key, remaining]));
}

async function isBeingMade(tx: ShopTx, id: string): Promise<boolean> {
  return (await tx.redemption.count({ where: { shopId: tx.shopId, id, state: "held" } })) > 0;
}

async function mark(
  tx: ShopTx,
  { recordId, tierId, number }: GivenEntry,
  state: "kept" | "taken_back",
): Promise<void> {
  const id = { shopId: tx.shopId, customerId: recordId, tierId, number };
  await tx.tierEntry.update({
    where: { shopId_customerId_tierId_number: id },
    data: { state },
  });
}

function keyOf({ tierId, customerId, number }: Gift): string {
  return `tier.entry.${tierId}.customer.${customerId}.number.${number}`;
}
