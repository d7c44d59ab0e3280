import { DateTime, Duration } from "luxon";

import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";

import type { Connected } from "../support/connected-shop.ts";
import { act, type Outcome } from "./actions.ts";
import { moveClockTo } from "./clock.ts";
import { runDueWork } from "./due-work.ts";
import { type EntryOf, isDelivery } from "./line.schema.ts";
import { findPeople } from "./people.ts";
import type { Numbered } from "./read-file.ts";
import type { Scenario } from "./scenario.ts";
import { setUpShop } from "./set-up-shop.ts";
import { settle } from "./settle.ts";
import { codeOf } from "./shopify-orders.ts";
import { tellShopify } from "./shopify-side.ts";
import { loadMemberStates, type MemberState } from "./state.ts";
import { startOf } from "./story-time.ts";
import type { Hook } from "./world.ts";

/** What is printed after a line. */
export type Report = {
  line: number;
  type: string;
  at: string;
  outcome?: Outcome;
  customers: Record<string, MemberState>;
};
/** What is printed at the end. */
export type Ending = { final: Record<string, MemberState>; ledgerAddsUp: boolean; wrong: string[] };

/** The default beginning of a file that names no time. */
const DEFAULT_START = Date.UTC(2026, 0, 1, 12);

/**
 * Plays a file in a shop of its own: webhooks signed and over HTTP, through the inbox, facts, events and reactions; actions through
 * the functions that the pages call. Calls `report` after each line, and returns the end.
 */
export async function runScenario(
  connected: Connected,
  lines: readonly Numbered[],
  report: (report: Report) => void,
): Promise<Ending> {
  const startMs = startOf(lines, DEFAULT_START);
  await moveClockTo(startMs - DAY_MS);
  const settings = lines.map(({ entry }) => entry).find((entry) => entry.type === "shop") ?? null;
  const { shop, atShopify } = await connected.open(shopTraits(settings));
  await settle();
  const told = tellShopify(connected.standIn, atShopify, lines, startMs);
  const game: Scenario = { shop, atShopify, told, connected, redemptions: new Map() };
  await setUpShop(shop, settings, told.productIds);
  await send(game, told.before);
  await settle();
  await moveClockTo(startMs);

  for (const line of lines) report(await playLine(game, line));
  const wrong = await verifyLedger(shop.id);
  return {
    final: await standings(game),
    ledgerAddsUp: wrong.length === 0,
    wrong: wrong.flatMap((account) => account.wrong),
  };
}

async function playLine(game: Scenario, line: Numbered): Promise<Report> {
  const { entry } = line;
  const hooks = isDelivery(entry) ? (game.told.byLine.get(line.text) ?? []) : [];
  // Nothing is told of before it has happened.
  const atMs = entry.at ? Date.parse(entry.at) : (hooks[0]?.triggeredAt.getTime() ?? -Infinity);
  if (atMs > now().getTime()) await moveClockTo(atMs);
  if (entry.type === "clock" && entry.advance) await moveClockTo(after(now(), entry.advance));
  // What fell due in the time that has passed comes before what happens now.
  await runDueWork(game.shop.id, settle);

  let outcome: Outcome | undefined;
  if (isDelivery(entry)) await send(game, hooks);
  else if (entry.type === "login")
    // After what came before it, also where that was in this second: orders say no parts of seconds.
    await send(game, game.told.join(entry.customer, now().getTime() + 1_000));
  await settle();
  if (!isDelivery(entry)) outcome = await act(game, entry);
  await settle();
  if (entry.type === "redeem") outcome = (await findRefusal(game, entry.id)) ?? outcome;
  await runDueWork(game.shop.id, settle);

  return {
    line: line.number,
    type: entry.type,
    at: new Date(Math.floor(now().getTime() / 1000) * 1000).toISOString(),
    ...(outcome && { outcome }),
    customers: await standings(game),
  };
}

/** Sends webhooks as Shopify does. A code that stands for a redemption is the real one by now, if there is one. */
async function send(game: Scenario, hooks: readonly Hook[]): Promise<void> {
  for (const hook of hooks) {
    const body = await withRealCodes(game, hook.body);
    const { tries } = await game.connected.standIn.context.webhooks.sendNow(game.atShopify, {
      ...hook,
      body,
      triggeredAt: hook.triggeredAt.toISOString(),
    });
    if (tries[0]?.status !== 200) throw new Error(`A webhook was answered ${tries[0]?.status}`);
  }
}

async function withRealCodes(game: Scenario, body: string): Promise<string> {
  let text = body;
  for (const [name, id] of game.redemptions) {
    if (!text.includes(codeOf(name))) continue;
    const code = await findCode(game.shop.id, id);
    if (code) text = text.replaceAll(`"${codeOf(name)}"`, JSON.stringify(code));
  }
  return text;
}

/** What everybody has who is in the file and known so far, by the names there. */
async function standings(game: Scenario): Promise<Record<string, MemberState>> {
  const people = await findPeople(game);
  const ids = people.map(({ customerId }) => customerId);
  const found = await loadMemberStates(game.shop.id, ids, game.told.orderNames);
  return Object.fromEntries(
    people.flatMap(({ name, customerId }) => {
      const standing = found.get(customerId);
      return standing ? [[name, standing]] : [];
    }),
  );
}

function shopTraits(settings: EntryOf<"shop"> | null) {
  const {
    currency = "GBP",
    timezone = "Etc/UTC",
    taxesIncluded = true,
    taxRate = 0,
  } = settings ?? {};
  return { currency, timezone, taxesIncluded, taxRate };
}

/** That Shopify did not make a reward after all: its points went back. */
async function findRefusal({ shop, redemptions }: Scenario, name: string): Promise<Outcome | null> {
  const id = redemptions.get(name);
  if (!id) return null;
  const row = await inShop(shop.id, (tx) =>
    tx.redemption.findUnique({ where: { shopId_id: { shopId: shop.id, id } } }),
  );
  return row?.failure ? { outcome: "refused", reason: row.failure } : null;
}

async function findCode(shopId: string, id: string): Promise<string | null> {
  const row = await inShop(shopId, (tx) =>
    tx.redemption.findUnique({ where: { shopId_id: { shopId, id } } }),
  );
  return row?.code ?? null;
}

function after(at: Date, duration: string): number {
  return DateTime.fromJSDate(at, { zone: "utc" }).plus(Duration.fromISO(duration)).toMillis();
}
