import { press, programOf } from "#tests/support/merchant.ts";
import type { Running } from "#tests/support/stack.ts";
import { until } from "#tests/support/wait.ts";

import { row, rows, type Stage } from "../stage.ts";

type Shop = Running["shop"];
/** What customers have together; by tier. */
export type Have = {
  members: number;
  points: number;
  tiers: Record<string, { customers: number; points: number }>;
};

const TIMEOUT_MS = 10 * 60_000;

/** The program is a draft until it is launched; it is paused, and goes on. */
export async function draftIsLaunched(stage: Stage): Promise<void> {
  const { report, running } = stage;
  report.scene("The program is a draft, is launched, paused and launched again");
  const told = await toldTheWorld(stage);
  await previewAndLaunch(stage, running.shop);
  report.check("what webhooks and workflows heard of the launch", await toldTheWorld(stage), told);

  report.check("pausing", await press(running, running.shop.handle, "/loyalty/launch/pause"), 200);
  report.check(
    "… its state",
    (await programOf(stage.database, running.shop.domain)).state,
    "paused",
  );
  const before = await have(stage, running.shop);
  report.check(
    "launching again",
    await press(running, running.shop.handle, "/loyalty/launch/relaunch"),
    200,
  );
  await untilState(stage, running.shop, "live");
  report.check("… its state", (await programOf(stage.database, running.shop.domain)).state, "live");
  report.check("… what customers have", await have(stage, running.shop), before);
}

/** A draft owes nothing; its preview is what the launch then gives, to the point. Returns that. */
export async function previewAndLaunch(stage: Stage, shop: Shop): Promise<Have> {
  const { report, running } = stage;
  const nothing: Have = { members: 0, points: 0, tiers: {} };
  report.check(
    "state after the install",
    (await programOf(stage.database, shop.domain)).state,
    "draft",
  );
  report.check("what customers of a draft have", await have(stage, shop), nothing);

  const everything = { past: "all", since: "" };
  const asked = await press(running, shop.handle, "/loyalty/launch/preview", everything);
  report.check("asking what launching will do", asked, 200);
  await until(
    "the preview is done",
    async () => (await previewOf(stage, shop)) !== null,
    TIMEOUT_MS,
    300,
  );
  const preview = await previewOf(stage, shop);
  report.check("what customers have after the preview", await have(stage, shop), nothing);

  report.check(
    "launching",
    await press(running, shop.handle, "/loyalty/launch/launching", everything),
    200,
  );
  await untilState(stage, shop, "live");
  const given = await have(stage, shop);
  report.check("the launch gives what the preview said, to the point", given, preview);
  report.figure("customers with points after the launch", given.members);
  report.figure("points after the launch", given.points);
  return given;
}

async function untilState(stage: Stage, shop: Shop, state: string): Promise<void> {
  const isSo = async () => {
    const now = await programOf(stage.database, shop.domain);
    return now.state === state && now.running === 0;
  };
  await until(`the program is ${state}`, isSo, TIMEOUT_MS, 300).catch(() => undefined);
}

async function previewOf(stage: Stage, { domain }: Shop): Promise<Have | null> {
  const found = await row<{ result: Have }>(
    stage,
    `SELECT r.result FROM program_run r JOIN shop s ON s.id = r.shop_id
     WHERE s.domain = $1 AND r.kind = 'preview' AND r.state = 'done' ORDER BY r.id DESC LIMIT 1`,
    [domain],
  );
  return found && inOrder(found.result);
}

/** Counted from the ledger and the memberships, not from what the launch says of itself. */
async function have(stage: Stage, { domain }: Shop): Promise<Have> {
  const found = await rows<{ tier: string; customers: number; members: number; points: number }>(
    stage,
    `SELECT coalesce(m.tier_id::text, 'none') AS tier, count(*)::int AS customers,
            count(*) FILTER (WHERE a.points > 0)::int AS members, coalesce(sum(a.points), 0)::float8 AS points
     FROM customer c
     JOIN shop s ON s.id = c.shop_id
     LEFT JOIN (SELECT shop_id, customer_id, sum(available_delta + pending_delta) AS points FROM ledger_entry GROUP BY 1, 2) a
       ON a.shop_id = c.shop_id AND a.customer_id = c.id
     LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
     WHERE s.domain = $1 AND (a.points > 0 OR m.tier_id IS NOT NULL)
     GROUP BY 1`,
    [domain],
  );
  const sum = (of: "members" | "points") => found.reduce((total, tier) => total + tier[of], 0);
  return inOrder({
    members: sum("members"),
    points: sum("points"),
    tiers: Object.fromEntries(
      found.map(({ tier, customers, points }) => [tier, { customers, points }]),
    ),
  });
}

function inOrder({ members, points, tiers }: Have): Have {
  const sorted = Object.entries(tiers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const one = ({ customers, points: own }: Have["tiers"][string]) => ({ customers, points: own });
  return {
    members,
    points,
    tiers: Object.fromEntries(sorted.map(([id, tier]) => [id, one(tier)])),
  };
}

async function toldTheWorld(stage: Stage): Promise<number> {
  const told = await row<{ sent: number }>(
    stage,
    `SELECT ((SELECT count(*) FROM webhook_send) + (SELECT count(*) FROM event WHERE source <> 'backfill'
       AND type IN ('points.changed', 'tier.changed', 'achievement.unlocked', 'challenge.completed')))::int AS sent`,
  );
  return told?.sent ?? 0;
}
