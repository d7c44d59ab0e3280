import { now } from "#app/ground/clock.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { lockRedemptions } from "#app/loyalty/view.server.ts";
import type { RewardIssue } from "#prisma/generated/client/client.ts";

import type { IssueOutcome, RewardToIssue } from "../reward-facts.ts";

/** Longer than a call to Shopify is waited for: whoever asked before that has heard the answer, or never will. */
const LONGEST_CALL_MS = 6 * 60_000;

/**
 * The rewards among these that Shopify has not said yes or no to yet, each noted as asked for
 * before anybody asks. What was asked for once is asked for to its end, also where it was taken
 * back since: only the answer tells what became of it.
 *
 * `underWay` are store credits that a worker was asking for a moment ago which has not said what came of it: it may have ended, and
 * its call still be on its way. Nobody would find such a credit yet, and give a second one.
 */
export function claimForCreation(
  shopId: string,
  redemptionIds: readonly string[],
): Promise<{ asked: RewardToIssue[]; underWay: string[] }> {
  return inShop(shopId, async (tx) => {
    const at = now();
    const underWay: string[] = [];
    // Who takes one back meanwhile either comes first, or finds it asked for.
    const redemptions = await lockRedemptions(tx, redemptionIds);
    const issues = await readIssues(tx, redemptionIds);
    const rows = redemptions.flatMap(({ id: redemptionId, state, ...redemption }) => {
      const issue = issues.get(redemptionId);
      if (issue ? issue.state !== "asked" : state !== "held") return [];
      if (redemption.reward.kind === "store_credit" && isUnderWay(issue, at)) {
        underWay.push(redemptionId);
        return [];
      }
      const { askedAt = null, askedFor = [] } = issue ?? {};
      return [{ ...redemption, redemptionId, askedAt, askedFor: askedFor.map(gidOf) }];
    });
    const shopifyIds = await shopifyIdsOf(tx, rows);
    const asked = rows.map(({ redemptionId, customerId }) => ({
      redemptionId,
      shopifyId: shopifyIds.get(customerId)?.toString() ?? null,
    }));
    await tx.$executeRaw`
      INSERT INTO reward_issue AS i (shop_id, redemption_id, state, attempts, asked_at, asking_since, asked_for)
      SELECT ${shopId}::uuid, "redemptionId", 'asked', 1, ${at}, ${at}, array_remove(ARRAY["shopifyId"], NULL)
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS asked("redemptionId" uuid, "shopifyId" bigint)
      ON CONFLICT (shop_id, redemption_id) DO UPDATE SET attempts = i.attempts + 1, asking_since = excluded.asking_since,
        asked_for = ARRAY(SELECT DISTINCT unnest(i.asked_for || excluded.asked_for))`;
    const toIssue = rows.map((row) => {
      const shopifyId = shopifyIds.get(row.customerId);
      return { ...row, customerGid: shopifyId ? gidOf(shopifyId) : null };
    });
    return { asked: toIssue, underWay };
  });
}

function isUnderWay(issue: RewardIssue | undefined, at: Date): boolean {
  const since = issue?.askingSince?.getTime() ?? -Infinity;
  return at.getTime() - since < LONGEST_CALL_MS;
}

/** Writes down that nobody asks for these any more, though nobody knows what became of it. */
export async function stopAsking(shopId: string, redemptionIds: readonly string[]): Promise<void> {
  const where = { shopId, redemptionId: { in: [...redemptionIds] } };
  await inShop(shopId, (tx) => tx.rewardIssue.updateMany({ where, data: { askingSince: null } }));
}

/** Writes down what became of asking, and says so, in one step: whoever asks again finds it. */
export async function recordOutcome(
  shopId: string,
  { redemptionId, customerId }: Pick<RewardToIssue, "redemptionId" | "customerId">,
  outcome: IssueOutcome,
): Promise<void> {
  const isIssued = outcome.outcome === "issued";
  const at = now();
  const about = { customerId, orderId: null, occurredAt: at, source: "app" } as const;
  const event: EventDraft = isIssued
    ? {
        ...about,
        type: "reward.created_in_shopify",
        dedupeKey: `reward.created_in_shopify.${redemptionId}`,
        properties: { redemptionId },
      }
    : {
        ...about,
        type: "reward.refused",
        dedupeKey: `reward.refused.${redemptionId}`,
        properties: { redemptionId, reason: outcome.reason },
      };
  await inShop(shopId, async (tx) => {
    await tx.rewardIssue.update({
      where: { shopId_redemptionId: { shopId, redemptionId } },
      data: {
        askedFor: [],
        askingSince: null,
        ...(isIssued
          ? { state: "issued", shopifyGid: outcome.gid, lastError: null }
          : { state: "refused", lastError: outcome.detail }),
      },
    });
    await appendEvents(tx, shopId, [event], at);
  });
}

async function readIssues(
  tx: ShopTx,
  redemptionIds: readonly string[],
): Promise<Map<string, RewardIssue>> {
  const rows = await tx.rewardIssue.findMany({
    where: { shopId: tx.shopId, redemptionId: { in: [...redemptionIds] } },
  });
  return new Map(rows.map((row) => [row.redemptionId, row]));
}

/** What Shopify knows the customers of these as, by the record that they are now; whom it does not know is missing. */
async function shopifyIdsOf(
  tx: ShopTx,
  rows: readonly Pick<RewardToIssue, "customerId">[],
): Promise<Map<string, bigint>> {
  const survivors = await findSurvivors(
    tx,
    rows.map(({ customerId }) => customerId),
  );
  const people = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: [...survivors.values()] }, redactedAt: null },
    select: { id: true, shopifyId: true },
  });
  const known = new Map(people.map(({ id, shopifyId }) => [id, shopifyId]));
  return new Map(
    [...survivors].flatMap(([id, survivor]) => {
      const shopifyId = known.get(survivor);
      return shopifyId ? [[id, shopifyId] as const] : [];
    }),
  );
}

function gidOf(shopifyId: bigint): string {
  return `gid://shopify/Customer/${shopifyId}`;
}
