import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import type { Connected } from "#tests/support/connected-shop.ts";

import { moveClockTo } from "../clock.ts";
import { runDueWork } from "../due-work.ts";
import { setUpShop } from "../set-up-shop.ts";
import { settle } from "../settle.ts";
import { holdNewestState } from "./newest-state.ts";
import type { Webhook } from "./read-webhooks.ts";
import { loadStandings, type Standing } from "./standings.ts";

/** What is printed at the end. `poison` is what Encore gave up reading, with the reason. */
export type Ending = {
  final: Record<string, Standing>;
  poison: { topic: string; reason: string | null }[];
  ledgerAddsUp: boolean;
};

/**
 * Tells a shop of its own these webhooks, in this order, through the real path; the program is the plain one of a replay. The clock
 * follows their times and ends at `until`, where everything due is done and everybody is scored.
 */
export async function playWebhooks(
  { open, standIn }: Connected,
  webhooks: readonly Webhook[],
  until: Date,
): Promise<Ending> {
  const times = webhooks.map(({ at }) => at.getTime());
  await moveClockTo(Math.min(...times) - DAY_MS);
  const { shop, atShopify } = await open(shopTraits(webhooks));
  await settle();
  holdNewestState(standIn, atShopify, webhooks);
  await setUpShop(shop, null, new Map());

  for (const { topic, body, at } of webhooks) {
    if (at.getTime() > now().getTime()) await moveClockTo(at.getTime());
    const send = { topic, body, triggeredAt: at.toISOString() };
    const { tries } = await standIn.context.webhooks.sendNow(atShopify, send);
    if (tries[0]?.status !== 200) throw new Error(`A webhook was answered ${tries[0]?.status}`);
    await settle();
    await runDueWork(shop.id, settle);
  }
  await tryUntilSettled(shop.domain);
  if (until.getTime() > now().getTime()) await moveClockTo(until.getTime());
  await runDueWork(shop.id, settle);
  await scoreCustomers(shop.id, now());

  return {
    final: await inShop(shop.id, loadStandings),
    poison: await findPoison(shop.domain),
    ledgerAddsUp: (await verifyLedger(shop.id)).length === 0,
  };
}

/** The newest end of a file: a day after the latest time in it. */
export function dayAfter(webhooks: readonly Webhook[]): Date {
  return new Date(Math.max(...webhooks.map(({ at }) => at.getTime())) + DAY_MS);
}

function shopTraits(webhooks: readonly Webhook[]) {
  const order = webhooks.find(({ payload }) => payload.currency)?.payload;
  return {
    currency: order?.currency ?? "GBP",
    timezone: "Etc/UTC",
    taxesIncluded: order?.taxes_included ?? true,
  };
}

/** What failed is tried again at moments that the clock is moved to. */
async function tryUntilSettled(shopDomain: string): Promise<void> {
  for (;;) {
    const waiting = await db.delivery.findFirst({
      where: { shopDomain, state: "received" },
      orderBy: { dueAt: "desc" },
    });
    if (!waiting) return;
    await moveClockTo(waiting.dueAt.getTime());
    await settle();
  }
}

async function findPoison(shopDomain: string): Promise<Ending["poison"]> {
  const rows = await db.delivery.findMany({
    where: { shopDomain, state: { in: ["poison", "unknown"] } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ topic, state, lastError }) => ({
    topic,
    reason: state === "unknown" ? "nothing is known about this topic" : lastError,
  }));
}
