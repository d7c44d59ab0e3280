import pMap from "p-map";

import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { readRedemptions } from "#app/loyalty/view.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import {
  codesOfDiscount,
  deactivateDiscount,
  deleteCodes,
  discountByCode,
} from "#app/shopify/documents/discounts.ts";

import { refusedFor, type UserError } from "../refusal.ts";
import { isMoney, type RewardFacts } from "../reward-facts.ts";

const CALLS_AT_ONCE = 4;

type Withdrawn = {
  redemptionId: string;
  customerId: string;
  reward: RewardFacts;
  code: string | null;
  /** Shopify was never asked for it, and now will not be, or has refused. */
  isNothing: boolean;
  /** Uses by orders that count no more: cancelled ones, and tests. */
  spentUses: number;
};
type Found = { codeDiscountNodeByCode: { id: string; codeDiscount: Uses } | null };
type Uses = { asyncUsageCount?: number };
type Code = { id: string; code: string; asyncUsageCount: number };
type Codes = {
  codeDiscountNode: {
    codeDiscount: {
      codes?: { nodes: Code[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    };
  } | null;
};
type Reply = { [mutation: string]: { userErrors: UserError[] } };

/**
 * Has Shopify honour these codes no longer, and says so for those that nobody has used: their
 * points can go back. A code that some order holds is left to what becomes of that order, also
 * where only Shopify knows of it yet; money that was made is the customer's.
 */
export async function withdrawRewards(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  await pMap(
    await loadWithdrawn(shopId, events),
    async (withdrawn) => {
      const { reward, code, isNothing, spentUses } = withdrawn;
      if (isNothing) return noteEnded(shopId, withdrawn);
      if (isMoney(withdrawn) || code === null) return;
      const uses = await (reward.codes === "personal" ? withdrawPersonal : withdrawShared)(
        domain,
        code,
      );
      if (uses <= spentUses) await noteEnded(shopId, withdrawn);
    },
    { concurrency: CALLS_AT_ONCE },
  );
}

/** Returns how often the code was used. */
async function withdrawPersonal(domain: string, code: string): Promise<number> {
  const found = await find(domain, code);
  if (!found) return 0;
  await mutate(domain, deactivateDiscount, { id: found.id });
  // Asked again only now: who paid in between shows.
  return (await find(domain, code))?.codeDiscount.asyncUsageCount ?? 0;
}

/** Takes the one code out of the discount that it shares with others. */
async function withdrawShared(domain: string, code: string): Promise<number> {
  const discount = await find(domain, code);
  if (!discount) return 0;
  const found = await findCode(domain, discount.id, code);
  if (!found) return 0;
  await mutate(domain, deleteCodes, { discountId: discount.id, ids: [found.id] });
  return found.asyncUsageCount;
}

async function find(domain: string, code: string): Promise<Found["codeDiscountNodeByCode"]> {
  const { codeDiscountNodeByCode: found } = await adminGraphql<Found>(domain, discountByCode, {
    code,
  });
  return found;
}

async function findCode(domain: string, id: string, code: string): Promise<Code | null> {
  for (let after: string | null = null; ;) {
    const reply: Codes = await adminGraphql<Codes>(domain, codesOfDiscount, { id, after });
    const page = reply.codeDiscountNode?.codeDiscount.codes;
    const found = page?.nodes.find((one) => one.code.toUpperCase() === code);
    if (found) return found;
    if (!page?.pageInfo.hasNextPage) return null;
    after = page.pageInfo.endCursor;
  }
}

async function mutate(domain: string, document: string, variables: object): Promise<void> {
  const reply = await adminGraphql<Reply>(domain, document, { ...variables });
  const errors = Object.values(reply).flatMap(({ userErrors }) => userErrors);
  if (errors.length > 0) throw new Error(`A code was not withdrawn: ${detailOf(errors)}`);
}

function detailOf(errors: readonly UserError[]): string {
  const outcome = refusedFor(errors);
  return outcome.outcome === "refused" ? outcome.detail : "";
}

/** What of these can be withdrawn now. What Shopify is still being asked for is withdrawn once it has answered. */
function loadWithdrawn(shopId: string, events: readonly StoredEvent[]): Promise<Withdrawn[]> {
  const ids = events.flatMap((event) =>
    event.type === "reward.withdrawn" ? [event.properties.redemptionId] : [],
  );
  return inShop(shopId, async (tx) => {
    const redemptions = await readRedemptions(tx, ids);
    const issues = await tx.rewardIssue.findMany({ where: { shopId, redemptionId: { in: ids } } });
    const stateOf = new Map(issues.map(({ redemptionId, state }) => [redemptionId, state]));
    const spent = await spentUses(
      tx,
      redemptions.flatMap(({ code }) => code ?? []),
    );
    return redemptions
      .filter(({ id, state }) => !(isUnwanted(state) && stateOf.get(id) === "asked"))
      .map(({ id, customerId, code, reward }) => ({
        redemptionId: id,
        customerId,
        code,
        reward,
        isNothing: [undefined, "refused"].includes(stateOf.get(id)),
        spentUses: (code !== null && spent.get(code)) || 0,
      }));
  });
}

/** Nobody gets it any more; what was withdrawn by a reset has lost its points at once. */
function isUnwanted(state: string): boolean {
  return state === "withdrawn" || state === "forfeited";
}

/** By how many orders that count no more each of these codes was used; those that none used are missing. */
async function spentUses(tx: ShopTx, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ code: string; uses: number }[]>`
    SELECT upper(d.code) AS code, count(DISTINCT o.id)::int AS uses
    FROM order_discount d
    JOIN "order" o ON o.shop_id = d.shop_id AND o.id = d.order_id
    WHERE d.shop_id = ${tx.shopId}::uuid AND upper(d.code) = ANY(${[...codes]}::text[])
      AND (o.cancelled_at IS NOT NULL OR o.test)
    GROUP BY upper(d.code)`;
  return new Map(rows.map(({ code, uses }) => [code, uses]));
}

async function noteEnded(
  shopId: string,
  { redemptionId, customerId, spentUses }: Withdrawn,
): Promise<void> {
  const at = now();
  await inShop(shopId, async (tx) => {
    await tx.rewardIssue.updateMany({
      where: { shopId, redemptionId },
      data: { state: "withdrawn" },
    });
    const ended = {
      type: "reward.ended",
      customerId,
      orderId: null,
      occurredAt: at,
      source: "app",
      // It may end again, after one more order that came to nothing.
      dedupeKey: `reward.ended.${redemptionId}${spentUses > 0 ? `.uses.${spentUses}` : ""}`,
      properties: { redemptionId },
    } as const;
    await appendEvents(tx, shopId, [ended], at);
  });
}
