import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { dedupeKeyOf, loyaltyEvent } from "#app/loyalty/program/loyalty-event.ts";

import { awardEarningAction, type EarningActionOutcome } from "./award-earning-action.server.ts";
import { paysFor, pointsFor, type EarningActionKind } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

/** Kinds that the shop, a flow or another system may say that somebody did. The others Encore sees by itself. */
export const actionKinds = [
  "review",
  "survey",
  "social_share",
  "custom",
] as const satisfies EarningActionKind[];
export type ActionKind = (typeof actionKinds)[number];

/** Kinds that shoppers may say of themselves: only opening a link, which earns little and seldom. */
const kindsOfShoppers: readonly ActionKind[] = ["social_share"];

export type ReportedAction = {
  customerId: string;
  kind: ActionKind;
  /** Which one: the custom event's name, the network of a share. */
  name: string;
  /** What it was about, unique in the shop: a review's id, say. The same one never earns twice. */
  sourceKey: string;
  /** What that was called before: whatever was told by this stays so, and earns no second time. */
  formerKey?: string | undefined;
  photo?: boolean;
  at: Date;
};

/** What came of it; `no_earning_action` also when nobody has this id. */
export type ActionOutcome = EarningActionOutcome;

/**
 * Somebody did something: says so as an event, and pays what the shop's earning actions give for
 * it. Safe to call again with the same key. Where several pay, `earned` has the sum.
 */
export function awardAction(shopId: string, action: ReportedAction): Promise<ActionOutcome> {
  return inShop(shopId, async (tx) => {
    const { kind, name, photo = false, at } = action;
    const survivors = await findSurvivors(tx, [action.customerId]);
    const customerId = survivors.get(action.customerId);
    if (!customerId) return { outcome: "no_earning_action" };

    const sourceKey = await sourceOf(tx, action, customerId);
    const properties = { kind, name, ...(photo && { photo }) };
    const about = { customerId, occurredAt: at, properties };
    const done = loyaltyEvent("action.done", toldAs(kind, sourceKey), about);
    await appendEvents(tx, shopId, [done], now());
    const earningActions = await loadActiveActions(tx, [kind]);
    const outcomes: EarningActionOutcome[] = [];
    for (const earningAction of earningActions.filter((one) => paysFor(one, { kind, name }))) {
      const points = pointsFor(earningAction, { photo });
      const action = { customerId, sourceKey, points, at };
      outcomes.push(await awardEarningAction(tx, earningAction, action, now()));
    }
    return together(outcomes);
  });
}

async function sourceOf(tx: ShopTx, action: ReportedAction, customerId: string): Promise<string> {
  const { kind, sourceKey, formerKey } = action;
  if (formerKey === undefined) return withOwner(action, sourceKey, customerId);
  const former = withOwner(action, formerKey, customerId);
  const dedupeKey = dedupeKeyOf("action.done", toldAs(kind, former));
  const told = await tx.event.count({ where: { shopId: tx.shopId, dedupeKey } });
  return told > 0 ? former : withOwner(action, sourceKey, customerId);
}

/** What shoppers say of themselves has no id that somebody else vouches for: theirs is put before it. */
function withOwner({ kind, name }: ReportedAction, key: string, customerId: string): string {
  if (kindsOfShoppers.includes(kind)) return `${customerId}.${name}.${key}`;
  return kind === "custom" ? `${name}.${key}` : key;
}

function toldAs(kind: ActionKind, sourceKey: string): string {
  return `${kind}.${sourceKey}`;
}

function together(outcomes: readonly EarningActionOutcome[]): ActionOutcome {
  const points = outcomes.reduce(
    (sum, one) => (one.outcome === "earned" ? sum + one.points : sum),
    0n,
  );
  if (points > 0n) return { outcome: "earned", points };
  return outcomes[0] ?? { outcome: "no_earning_action" };
}
