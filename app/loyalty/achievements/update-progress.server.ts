import { findGuests } from "#app/customers/identity/find-guests.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";

import { isFrozen, survivorOf } from "../ledger/ledger-batch.ts";
import type { EarnDraft } from "../ledger/ledger-entry.ts";
import { openBatch } from "../ledger/open-batch.server.ts";
import { postInto } from "../ledger/post-entries.server.ts";
import { isExcluded } from "../program/exclusion.ts";
import { loyaltyEvent } from "../program/loyalty-event.ts";
import { type LoadedFacts, loadFacts } from "../tiers/load-facts.server.ts";
import { loadProgress } from "./load-progress.server.ts";
import { advance, type Done, unlock } from "./reach-goals.server.ts";
import { writeMonth, writeStreaks } from "./write-months.server.ts";

const CUSTOMERS_AT_ONCE = 200;

/**
 * Brings achievements, challenges, streaks and the month's points of these customers up to date
 * with what they have done. What was reached is reached once, pays once, and stays, also when a
 * refund takes its customer below it: it was celebrated. Returns those whose accounts are frozen,
 * who are left as they are.
 */
export async function updateProgress(
  shopId: string,
  customerIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const ids = [...new Set(customerIds)].toSorted();
  const frozen: string[] = [];
  for (let start = 0; start < ids.length; start += CUSTOMERS_AT_ONCE) {
    const some = ids.slice(start, start + CUSTOMERS_AT_ONCE);
    frozen.push(...(await inShop(shopId, (tx) => updateProgressIn(tx, some, at))));
  }
  return frozen;
}

/**
 * The same for a few, within a transaction that does something else, too. `known` is what it has read of them, which no
 * reward for a tier changes: who reads orders and points once, not twice, asks three questions less for each batch.
 */
export async function updateProgressIn(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
  known?: ReadonlyMap<string, LoadedFacts>,
): Promise<string[]> {
  // Locks the accounts, so that no two reviews of one customer find the same thing new.
  const batch = await openBatch(tx, customerIds, at);
  const { timezone } = batch.terms;
  const frozen = customerIds.filter((id) => isFrozen(batch, survivorOf(batch, id)));
  const all = [...new Set(customerIds.map((id) => survivorOf(batch, id)))];
  const open = all.filter((id) => !isFrozen(batch, id));
  const read = known ?? (await loadFacts(tx, open, false));
  const members = open
    .map((id) => [id, factsOf(read, id)] as const)
    .filter(([, { excluded }]) => !isExcluded(excluded));
  const facts = await loadProgress(tx, new Map(members));
  const unlocked = await unlock(tx, facts, timezone, at);
  const completed = await advance(tx, facts, at);
  await writeStreaks(tx, facts, timezone, at);
  await writeMonth(tx, facts, timezone, at);

  const done = [...unlocked, ...completed].map(({ customerId }) => customerId);
  const guests = await findGuests(tx, done);
  const resets = done.length > 0 ? await countResets(tx) : 0;
  const draftsOf = (one: Done, kind: "achievement" | "challenge") =>
    draftOf(one, kind, { guests, resets, at });
  await postInto(tx, batch, [
    ...unlocked.flatMap((one) => draftsOf(one, "achievement")),
    ...completed.flatMap((one) => draftsOf(one, "challenge")),
  ]);
  const keyOf = ({ goalId, customerId }: Done) => `${goalId}.${customerId}`;
  const about = ({ customerId, at: occurredAt }: Done) => ({ customerId, occurredAt });
  const told = [
    ...unlocked.map((one) => {
      const properties = { achievementId: one.goalId };
      return loyaltyEvent("achievement.unlocked", keyOf(one), { ...about(one), properties });
    }),
    ...completed.map((one) => {
      const properties = { challengeId: one.goalId };
      return loyaltyEvent("challenge.completed", keyOf(one), { ...about(one), properties });
    }),
  ];
  await appendEvents(tx, tx.shopId, told, at);
  return frozen;
}

/** How often the program was started again from zero: what was reached, and paid for, before that is reached anew. */
function countResets(tx: ShopTx): Promise<number> {
  return tx.programRun.count({ where: { shopId: tx.shopId, kind: "reset" } });
}

function factsOf(read: ReadonlyMap<string, LoadedFacts>, customerId: string): LoadedFacts {
  const facts = read.get(customerId);
  // Somebody became another record between two looks of this transaction. The next try finds who they are.
  if (!facts) throw new Error(`Nothing was read of customer ${customerId}`);
  return facts;
}

function draftOf(
  { goalId, customerId, name, points }: Done,
  kind: "achievement" | "challenge",
  { guests, resets, at }: { guests: ReadonlySet<string>; resets: number; at: Date },
): EarnDraft[] {
  if (points <= 0n) return [];
  const text = String(points);
  return [
    {
      kind: "earn",
      customerId,
      points,
      wait: guests.has(customerId) ? "until_verified" : null,
      idempotencyKey: `${kind}.${goalId}.customer.${customerId}${resets > 0 ? `.reset.${resets}` : ""}`,
      occurredAt: at,
      source: "app",
      reason:
        kind === "achievement"
          ? { code: "achievement_unlocked", achievement: name, points: text }
          : { code: "challenge_completed", challenge: name, points: text },
    },
  ];
}
