import { now } from "#app/ground/clock.server.ts";
import { saveCampaign } from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import {
  type ProgramSettings as Settings,
  saveProgram,
} from "#app/loyalty/program/program.server.ts";
import { archiveReward, listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { defaultTerms } from "#app/loyalty/program/starting/starting-tiers.ts";
import type { Window } from "#app/loyalty/tiers/tier.ts";
import {
  listEarningActions,
  saveEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { exponentOf, parseMinor } from "#app/ground/money.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import type { EntryOf } from "./line.schema.ts";
import { BadFile } from "./read-file.ts";
import type { ProgramSettings } from "./settings.schema.ts";

const ACTOR = "staff.1";
const bps = (times: number) => Math.round(times * 10_000);

/** Makes the shop's program what the file says, from the plain one: nothing earns but buying, and no reward waits. */
export async function setUpShop(
  shop: Shop,
  settings: EntryOf<"shop"> | null,
  productIds: ReadonlyMap<string, string>,
): Promise<void> {
  const at = now();
  for (const way of await listEarningActions(shop.id))
    if (way.active)
      await saveEarningAction(shop.id, { ...way, active: false }, at, { actor: ACTOR });
  for (const reward of await listRewards(shop.id, at))
    if (reward.active) await archiveReward(shop.id, reward.id, { actor: ACTOR, at });
  // Plain: 1 point per whole unit, whatever the currency. A new shop's would fit what its currency is worth.
  const plain = { unitMinor: 10n ** BigInt(exponentOf(shop.currency)) };
  await saveProgram(shop.id, plain, at, { actor: ACTOR });
  await changeProgram(shop, settings?.program ?? {}, productIds);
  if (settings?.tiers ?? settings?.tierWindow) await changeTiers(shop, settings);
}

/** Changes the program as a merchant does. */
export async function changeProgram(
  shop: Shop,
  settings: ProgramSettings,
  productIds: ReadonlyMap<string, string>,
): Promise<void> {
  const ids = (names: readonly string[]) => names.map((name) => productNamed(productIds, name));
  const { unit, excludedProducts, multipliers, campaigns, debtLimit, ...same } = settings;
  const changes = {
    ...same,
    ...(unit !== undefined && { unitMinor: parseMinor(unit, shop.currency) }),
    ...(excludedProducts && { excludedProductIds: ids(excludedProducts) }),
    ...(debtLimit !== undefined && { debtLimit: debtLimit === null ? null : BigInt(debtLimit) }),
    ...(multipliers && {
      multipliers: multipliers.map(({ products, multiplier }) => ({
        productIds: ids(products),
        collectionIds: [],
        multiplierBps: bps(multiplier),
      })),
    }),
  } as Partial<Settings>;
  await saveProgram(shop.id, changes, now(), { actor: ACTOR });
  for (const { name, startsAt, endsAt, multiplier, products } of campaigns ?? []) {
    const campaign = {
      id: null,
      name,
      active: true,
      startsAt: new Date(startsAt),
      endsAt: new Date(endsAt),
      multiplierBps: bps(multiplier),
      productIds: ids(products),
      collectionIds: [],
      tierIds: [],
    };
    await saveCampaign(shop.id, campaign, now(), { actor: ACTOR });
  }
}

async function changeTiers(shop: Shop, { tiers = [], tierWindow }: EntryOf<"shop">): Promise<void> {
  const { graceDays = defaultTerms.graceDays, onRefund = defaultTerms.onRefund } = tierWindow ?? {};
  const window = windowOf(tierWindow);
  const saved = await saveTiers(
    shop.id,
    {
      active: true,
      window,
      graceDays,
      onRefund,
      tiers: tiers.map(({ name, orders, spend, points, multiplier, entryPoints }) => ({
        id: null,
        name,
        conditions: [
          ...(orders === undefined ? [] : [{ basis: "orders" as const, atLeast: BigInt(orders) }]),
          ...(spend === undefined
            ? []
            : [{ basis: "spend" as const, atLeast: parseMinor(spend, shop.currency) }]),
          ...(points === undefined ? [] : [{ basis: "points" as const, atLeast: BigInt(points) }]),
        ],
        perks:
          multiplier === undefined
            ? []
            : [{ kind: "multiplier" as const, multiplierBps: bps(multiplier) }],
        entryReward: entryPoints === undefined ? null : { points: BigInt(entryPoints) },
      })),
    },
    now(),
    { actor: ACTOR },
  );
  if (saved.outcome === "refused")
    throw new BadFile(
      `The tiers cannot be: ${saved.problems.map((problem) => JSON.stringify(problem)).join(", ")}`,
    );
}

function windowOf(asked: EntryOf<"shop">["tierWindow"]): Window {
  if (!asked) return defaultTerms.window;
  return asked.kind === "rolling"
    ? { kind: "rolling", days: asked.days ?? 365 }
    : { kind: asked.kind };
}

function productNamed(productIds: ReadonlyMap<string, string>, name: string): bigint {
  const id = productIds.get(name);
  if (!id) throw new BadFile(`No order has the product ${name}`);
  return BigInt(id);
}
