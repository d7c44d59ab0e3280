import { now } from "#app/ground/clock.server.ts";
import { RewardInput } from "#app/loyalty/rewards/reward.schema.ts";
import { listRewards, saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { parseMinor } from "#app/ground/money.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import type { EntryOf } from "./line.schema.ts";
import { amountOf } from "./shopify-orders.ts";

const by = () => ({ actor: "staff.1", at: now() });

/** The reward that a line means, added to the shop when it has none like it. Returns its id. */
export async function haveReward(shop: Shop, entry: EntryOf<"redeem">): Promise<string> {
  const minor = (amount: string | undefined) =>
    amount === undefined ? null : parseMinor(amount, shop.currency);
  const settings = RewardInput.parse({
    name: nameOf(entry),
    kind: entry.kind,
    cost: String(entry.points),
    amountMinor: entry.kind === "amount" ? minor(amountOf(entry, shop.currency))?.toString() : null,
    percentBps: entry.kind === "percentage" ? Math.round((entry.percent ?? 10) * 100) : null,
    minimumMinor: minor(entry.minimum)?.toString() ?? null,
    validDays: entry.validDays ?? null,
    ...(entry.onLapse && { onLapse: entry.onLapse }),
  });
  const known = (await listRewards(shop.id, now())).find(
    ({ name, active }) => active && name === settings.name,
  );
  const reward = known ?? (await saveReward(shop.id, null, settings, by()));
  if (!reward) throw new Error("The reward was not saved");
  return reward.id;
}

/** Two lines that say the same mean one reward. */
function nameOf({
  points,
  kind,
  amount,
  percent,
  minimum,
  validDays,
  onLapse,
}: EntryOf<"redeem">): string {
  const traits = { amount, percent, minimum, validDays, onLapse };
  const said = Object.entries(traits).flatMap(([trait, value]) =>
    value === undefined ? [] : [`${trait} ${value}`],
  );
  return [`${kind} for ${points}`, ...said].join(", ");
}
