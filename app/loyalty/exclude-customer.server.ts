import { appendEvents } from "#app/events/append-events.server.ts";
import { causedBy } from "#app/events/cause.server.ts";
import { audit } from "#app/audit/audit.server.ts";
import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { countPast } from "./launch/count-past.server.ts";
import { accountOf } from "./ledger/ledger-batch.ts";
import { openBatch } from "./ledger/open-batch.server.ts";
import { excludedAmong } from "./program/exclusions.server.ts";
import { loyaltyEvent } from "./program/loyalty-event.ts";
import { loadAllowed } from "./program/program-state.server.ts";
import { reviewTiers } from "./tiers/review-tiers.server.ts";

export type Excluded = { outcome: "done" } | { outcome: "refused"; reason: "unknown" | "frozen" };

type By = { actor: string; at: Date };

/**
 * Excludes somebody from the program: they earn nothing, cannot redeem, leave their tier and see nothing of it. What they have is
 * kept, and what they give back takes its points back. Asked for twice it is done once.
 */
export function excludeCustomer(shopId: string, id: string, by: By): Promise<Excluded> {
  return change(shopId, id, by, async (tx, customerId, isExcluded) => {
    if (isExcluded) return;
    const data = { shopId, id: newId(), customerId, since: by.at };
    await tx.programExclusion.create({ data });
    await tell(tx, customerId, "excluded", by);
    if ((await loadAllowed(tx)).takeBack) await reviewTiers(tx, [customerId], by.at);
  });
}

/**
 * Lets somebody take part again, from now on: what they bought and did while they were excluded gives nothing. What they bought
 * before, and was heard of meanwhile, does.
 */
export function includeCustomer(shopId: string, id: string, by: By): Promise<Excluded> {
  return change(shopId, id, by, async (tx, customerId, isExcluded) => {
    if (!isExcluded) return;
    const open = await tx.$queryRaw<{ id: string }[]>`
      ${personsOf(shopId, [customerId])}
      SELECT x.id::text
      FROM person
      JOIN program_exclusion x ON x.shop_id = ${shopId}::uuid AND x.customer_id = person.id
      WHERE x.until IS NULL`;
    await tx.programExclusion.updateMany({
      where: { shopId, id: { in: open.map(({ id: openId }) => openId) } },
      data: { until: by.at },
    });
    await tell(tx, customerId, "included", by);
    const { earn, takeBack } = await loadAllowed(tx);
    // That they are again what they were is no news.
    await causedBy("recalculation", async () => {
      const why = new Map([[customerId, "included"]] as const);
      if (takeBack) await reviewTiers(tx, [customerId], by.at, why);
    });
    if (earn) await countPast(tx, [customerId], by.at);
  });
}

function change(
  shopId: string,
  id: string,
  { at }: By,
  act: (tx: ShopTx, customerId: string, isExcluded: boolean) => Promise<void>,
): Promise<Excluded> {
  return inShop(shopId, async (tx): Promise<Excluded> => {
    const customerId = (await findSurvivors(tx, [id])).get(id);
    if (!customerId) return { outcome: "refused", reason: "unknown" };
    // Locks the account: whoever awards or redeems at this moment is waited for.
    const batch = await openBatch(tx, [customerId], at);
    if (accountOf(batch, customerId).frozenAt) return { outcome: "refused", reason: "frozen" };
    const isExcluded = (await excludedAmong(tx, [customerId])).has(customerId);
    await act(tx, customerId, isExcluded);
    return { outcome: "done" };
  });
}

async function tell(
  tx: ShopTx,
  customerId: string,
  what: "excluded" | "included",
  { actor, at }: By,
): Promise<void> {
  const about = { customerId, occurredAt: at, properties: {} };
  const key = `${customerId}.${at.getTime()}`;
  await appendEvents(tx, tx.shopId, [loyaltyEvent(`customer.${what}`, key, about)], at);
  const states = {
    before: { excluded: what !== "excluded" },
    after: { excluded: what === "excluded" },
  };
  const subject = `customer.${customerId}`;
  await audit(tx, { actor, action: `customer.${what}`, subject, ...states }, at);
}
