import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";

import { postEntries } from "../ledger/post-entries.server.ts";
import { wasExcludedAt } from "../program/exclusion.ts";
import { loadExclusions } from "../program/exclusions.server.ts";
import { loyaltyEvent } from "../program/loyalty-event.ts";
import { grantReward } from "../rewards/redemption/grant-reward.server.ts";
import { withdrawReward } from "../rewards/settlement/withdraw-rewards.server.ts";
import { placeBonuses } from "./bonuses.ts";
import { type Changes, changesFor, type Given, wanted } from "./giving.ts";
import { judge, type ReferralState } from "./judgement.ts";
import { loadRewarded } from "./load-rewarded.server.ts";
import {
  type KeptReferral,
  loadFirstOrders,
  loadFriendsOrders,
  loadParties,
  loadReferrals,
} from "./load-referrals.server.ts";
import { findMisplacedGrants } from "./find-misplaced-grants.server.ts";
import { readReferralSettings } from "./referral-settings.server.ts";
import { type Finding, findingsOf } from "./same-person.ts";

type Judged = KeptReferral & { before: ReferralState };

/**
 * Makes these referrals, and what was given for them, what they must be now: by the latest facts
 * and the time, whatever they were. The caller has locked the shop's referrals. Returns those that
 * wait for an account that is frozen: of them only who the two people are now is written down.
 */
export async function judgeReferrals(
  tx: ShopTx,
  ids: readonly string[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const { shopId } = tx;
  const referrals = await loadReferrals(tx, { ids });
  if (referrals.length === 0) return new Set();

  const frozen = await frozenAmong(tx, referrals);
  const free = referrals.filter(({ id }) => !frozen.has(id));
  const judged = await judgeAll(tx, free, at);
  // Also of those that wait: who they are now says whether they still have to.
  await writeStates(tx, [...judged, ...referrals.filter(({ id }) => frozen.has(id))]);
  await giveForAll(tx, judged, at);
  await appendEvents(tx, shopId, judged.flatMap(settled(at)), at);
  // Had the earlier order been heard of first, there would never have been a referral.
  const mistaken = judged.filter(({ findings }) => findings.includes("not_new"));
  await tx.referral.deleteMany({ where: { shopId, id: { in: mistaken.map(({ id }) => id) } } });
  return frozen;
}

async function judgeAll(
  tx: ShopTx,
  referrals: readonly KeptReferral[],
  at: Date,
): Promise<Judged[]> {
  const orderIds = referrals.map(({ orderId }) => orderId);
  const friendIds = [...new Set(referrals.map(({ friendId }) => friendId))];
  const orders = await loadFriendsOrders(tx, orderIds);
  const firsts = await loadFirstOrders(tx, friendIds);
  const parties = await loadParties(tx, referrals);
  const people = referrals.flatMap(({ advocateId, friendId }) => [advocateId, friendId]);
  const exclusions = await loadExclusions(tx, [...new Set(people)]);
  const wasExcluded = (id: string, moment: Date) => wasExcludedAt(exclusions.get(id) ?? [], moment);
  return referrals.flatMap((referral) => {
    const order = orders.get(referral.orderId);
    const both = parties.get(referral.id);
    if (!order || !both) return [];
    const first = firsts.get(referral.friendId);
    const isNew = !first || first.orderId === referral.orderId;
    const findings: Finding[] = findingsOf(both.advocate, both.friend, both.others);
    if (!isNew) findings.push("not_new");
    const { snapshot, placedAt, dueAt, decision, advocateId, friendId } = referral;
    const isExcluded = [advocateId, friendId].some(
      (id) => wasExcluded(id, placedAt) || (dueAt <= at && wasExcluded(id, dueAt)),
    );
    const minimumMinor = snapshot.minimumMinor === null ? null : BigInt(snapshot.minimumMinor);
    const { strictness } = snapshot;
    const state = judge(
      { order, findings, strictness, minimumMinor, dueAt, decision, isExcluded },
      at,
    );
    return [{ ...referral, findings, state, before: referral.state }];
  });
}

/** Gives and takes back what follows, also of the advocates' other referrals: bonuses depend on how many there are. */
async function giveForAll(tx: ShopTx, judged: readonly Judged[], at: Date): Promise<void> {
  const { bonuses: offered } = await readReferralSettings(tx);
  const advocates = [...new Set(judged.map(({ advocateId }) => advocateId))];
  const { rewarded, concerned } = await loadRewarded(tx, advocates, offered);
  const bonuses = new Map(rewarded.flatMap((theirs) => [...placeBonuses(theirs, offered)]));
  const all = new Map([...concerned, ...judged].map((referral) => [referral.id, referral]));
  const misplaced = await findMisplacedGrants(tx, [...all.values()]);
  const changes = [...all.values()].map((referral) => ({
    referral,
    change: changesFor(
      referral,
      wanted(referral, referral.state, bonuses.get(referral.id) ?? {}),
      at,
      misplaced.get(referral.id),
    ),
  }));
  const real = changes.filter(({ referral, change }) => change.revision !== referral.revision);
  const outcomes = await postEntries(
    tx,
    real.flatMap(({ change }) => change.drafts),
    at,
  );
  // Frozen since it was looked: the next try sees it.
  if (outcomes.some(({ outcome }) => outcome === "frozen"))
    throw new Error("An account was frozen while points for a referral were on their way");
  for (const { referral, change } of real) await writeChange(tx, referral.id, change, at);
}

async function writeChange(
  tx: ShopTx,
  id: string,
  { rewards, withdrawals, given, revision }: Changes,
  at: Date,
): Promise<void> {
  const all: Record<string, Given[string]> = { ...given };
  for (const { redemptionId } of withdrawals) await withdrawReward(tx, redemptionId, "undone", at);
  for (const { what, customerId, rewardId, key } of rewards) {
    // A reward that the shop has deleted since is not given: there is nothing it could be.
    const redemption = await grantReward(tx, { customerId, rewardId, key, at });
    if (redemption) all[what] = { redemptionId: redemption.id };
  }
  const data = { given: all, revision };
  await tx.referral.update({ where: { shopId_id: { shopId: tx.shopId, id } }, data });
}

async function writeStates(tx: ShopTx, referrals: readonly KeptReferral[]): Promise<void> {
  const rows = referrals.map(({ id, friendId, state, findings }) => ({
    id,
    friendId,
    state,
    findings,
  }));
  await tx.$executeRaw`
    UPDATE referral SET friend_id = r."friendId", state = r.state, findings = r.findings
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, "friendId" uuid, state text, findings jsonb)
    WHERE referral.shop_id = ${tx.shopId}::uuid AND referral.id = r.id
      AND (referral.friend_id, referral.state, referral.findings) IS DISTINCT FROM (r."friendId", r.state, r.findings)`;
}

/** Referrals of people whose accounts nothing moves on. */
async function frozenAmong(tx: ShopTx, referrals: readonly KeptReferral[]): Promise<Set<string>> {
  const misplaced = await findMisplacedGrants(tx, referrals);
  const concerned = referrals.map(({ id, advocateId, friendId }) => ({
    id,
    customerIds: [advocateId, friendId, ...(misplaced.get(id)?.values() ?? [])],
  }));
  const accounts = await tx.ledgerAccount.findMany({
    where: {
      shopId: tx.shopId,
      customerId: { in: concerned.flatMap(({ customerIds }) => customerIds) },
      frozenAt: { not: null },
    },
    select: { customerId: true },
  });
  const frozen = new Set(accounts.map(({ customerId }) => customerId));
  const waiting = concerned.filter(({ customerIds }) => customerIds.some((id) => frozen.has(id)));
  return new Set(waiting.map(({ id }) => id));
}

/** A referral came to its end, or to another one than before. */
function settled(at: Date) {
  return ({ id, advocateId, state, before, orderId, revision }: Judged): EventDraft[] => {
    const isOver = state === "rewarded" || state === "cancelled" || state === "blocked";
    if (state === before || !isOver) return [];
    const properties = { referralId: id, state };
    const about = { customerId: advocateId, orderId, occurredAt: at, properties };
    return [loyaltyEvent("referral.settled", `${id}.${state}.${revision}`, about)];
  };
}
