import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { unmergeRecords } from "#app/loyalty/accounts-merge/unmerge-customers.server.ts";
import { redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { parseMinor } from "#app/ground/money.ts";

import type { DeliveryEntry, EntryOf, ReplayEntry } from "./line.schema.ts";
import type { Scenario } from "./scenario.ts";
import { findOwnRecord, findPerson } from "./people.ts";
import { haveReward } from "./rewards.ts";
import { changeProgram } from "./set-up-shop.ts";

/** What came of an action, as the function that did it says. */
export type Outcome = { outcome: string; reason?: string };

type Action = Exclude<ReplayEntry, DeliveryEntry>;
type Actions = {
  [Type in Action["type"]]: (game: Scenario, entry: EntryOf<Type>) => Promise<Outcome | undefined>;
};

const nothing = () => Promise.resolve(undefined);

/** By what people do. Time passes before the line, so that its lines do nothing here. */
const actions: Actions = {
  shop: nothing,
  customer: nothing,
  clock: nothing,
  expire: nothing,
  program: async ({ shop, told }, { settings }) => {
    await changeProgram(shop, settings, told.productIds);
    return undefined;
  },
  login: async (game, { customer }) => {
    await claimOnFirstSignIn(game.shop.id, await known(game, customer), now());
    return undefined;
  },
  adjust: async (game, { id, customer, points, reason }) => {
    const adjusted = await adjustBalance(
      game.shop.id,
      {
        customerId: await known(game, customer),
        points: BigInt(points),
        notes: { internal: reason, public: null },
        clientKey: `replay-${id}`,
      },
      "staff.1",
      now(),
    );
    return adjusted.outcome === "refused"
      ? { outcome: "refused", reason: adjusted.reason }
      : { outcome: adjusted.outcome };
  },
  redeem: redeemOnce,
  give_back: giveBack,
  unmerge: takeApart,
};

/** Does what a line says. Returns what came of it, where there is something to say. */
export function act(game: Scenario, entry: Action): Promise<Outcome | undefined> {
  return (actions[entry.type] as (game: Scenario, entry: Action) => Promise<Outcome | undefined>)(
    game,
    entry,
  );
}

async function redeemOnce(game: Scenario, entry: EntryOf<"redeem">): Promise<Outcome> {
  const rewardId = await haveReward(game.shop, entry);
  const result = await redeem(game.shop.id, {
    customerId: await known(game, entry.customer),
    rewardId,
    clientKey: `replay-${entry.id}`,
    cartMinor: entry.cart === undefined ? null : parseMinor(entry.cart, game.shop.currency),
    at: now(),
  });
  if (result.outcome === "refused") return { outcome: "refused", reason: result.reason.code };
  game.redemptions.set(entry.id, result.redemption.id);
  return { outcome: result.outcome };
}

async function giveBack(game: Scenario, { redemption }: EntryOf<"give_back">): Promise<Outcome> {
  const redemptionId = game.redemptions.get(redemption);
  if (!redemptionId) return { outcome: "refused", reason: "not_found" };
  const { customerId } = await inShop(game.shop.id, (tx) =>
    tx.redemption.findUniqueOrThrow({
      where: { shopId_id: { shopId: game.shop.id, id: redemptionId } },
    }),
  );
  const result = await returnReward(game.shop.id, { customerId, redemptionId, at: now() });
  return result.outcome === "refused"
    ? { outcome: "refused", reason: result.reason }
    : { outcome: result.outcome };
}

async function takeApart(game: Scenario, { from }: EntryOf<"unmerge">): Promise<Outcome> {
  const mergedId = await findOwnRecord(game, from);
  if (!mergedId) return { outcome: "refused", reason: "not_merged" };
  const result = await unmergeRecords(game.shop.id, mergedId, "encore", now());
  return result.outcome === "refused"
    ? { outcome: "refused", reason: result.reason }
    : { outcome: result.outcome };
}

async function known(game: Scenario, name: string): Promise<string> {
  const id = await findPerson(game, name);
  if (!id) throw new Error(`Nobody has heard of ${name} yet`);
  return id;
}
