import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Perk } from "#app/loyalty/tiers/perks.ts";

import { setTestEnvironment } from "../env.ts";
import { installInto, launchIn, untilImported } from "../open-shop.ts";
import { type Running, type Stack, startStack } from "../stack.ts";
import { until } from "../wait.ts";

export type OwnShop = {
  running: Running;
  shopId: string;
  /** What the shop's merchant decides, done in this process. */
  merchant: {
    bringFriends(): Promise<void>;
    letPointsExpire(days: number): Promise<void>;
    /** Only members of VIP and above may buy the product. */
    keepForVips(productId: string): Promise<void>;
  };
  /** Asks the stand-in's control API for the shop, or tells it something. */
  control<Answer>(path: string, body?: object): Promise<Answer>;
  /** Moves everybody's clock on. */
  pass(days: number): Promise<void>;
  /** Waits until nothing that was heard is still to be done. */
  settle(): Promise<void>;
  rows<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/**
 * All of Encore with a shop whose clock can be moved without disturbing other tests. Its program is live, unless it is to be a draft,
 * and so few people have bought in it that they are in no segments, unless it is to have more.
 */
export async function openShopOfItsOwn({ isDraft = false, customers = 12 } = {}): Promise<OwnShop> {
  const directory = mkdtempSync(join(tmpdir(), "encore-story-"));
  chmodSync(directory, 0o755);
  const stack = await startStack({ directory, customers, timeScale: 0.01 });
  await installInto(stack.running);
  await untilImported(stack, () => undefined);
  if (!isDraft) await launchIn(stack);
  return openOn(stack, directory);
}

async function openOn(stack: Stack, directory: string): Promise<OwnShop> {
  const { running } = stack;
  const client = await stack.connect();
  const rows = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await client.query<Row>(sql, values)).rows;
  const [shop] = await rows<{ id: string }>("SELECT id FROM shop WHERE domain = $1", [
    running.shop.domain,
  ]);
  if (!shop) throw new Error("The shop is not installed");
  setTestEnvironment(running.databaseUrl);
  process.env["ENCORE_CLOCK_FILE"] = join(directory, "clock.json");

  const tell = async (url: string, body: object) => {
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${url}: ${reply.status} ${await reply.text()}`);
    return reply;
  };
  const settle = () =>
    until(
      "everything is done",
      async () => {
        const [left] = await rows<{ left: number }>(
          `SELECT (SELECT count(*) FROM reaction WHERE state = 'pending')::int
             + (SELECT count(*) FROM delivery WHERE state IN ('received', 'processing'))::int AS left`,
        );
        return left?.left === 0;
      },
      60_000,
    );
  return {
    running,
    shopId: shop.id,
    merchant: await merchantOf(shop.id),
    rows,
    settle,
    control: async <Answer>(path: string, body?: object) => {
      const url = `${running.standIn.url}/control/${running.shop.handle}/${path}`;
      const reply = body ? await tell(url, body) : await fetch(url);
      return (await reply.json()) as Answer;
    },
    pass: async (days) => {
      await tell(`${running.standIn.url}/clock`, { advance: `P${days}D` });
    },
    close: async () => {
      const { closeQueues } = await import("#app/ground/queues.server.ts");
      const { db } = await import("#app/ground/db.server.ts");
      await closeQueues();
      await db.$disconnect();
      await client.end();
      await stack.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The app reads where its database is when it is loaded, so it is loaded now. */
async function merchantOf(shopId: string): Promise<OwnShop["merchant"]> {
  const { now } = await import("#app/ground/clock.server.ts");
  const { saveProgram } = await import("#app/loyalty/program/program.server.ts");
  const { startingReferrals } = await import("#app/loyalty/referrals/referral-program.ts");
  const { saveReferralSettings } =
    await import("#app/loyalty/referrals/referral-settings.server.ts");
  const { listTiers, saveTiers } = await import("#app/loyalty/tiers/tiers.server.ts");
  const { wake } = await import("#app/ground/queues.server.ts");
  return {
    bringFriends: async () => {
      await saveReferralSettings(shopId, { ...startingReferrals, active: true }, now());
      await wake("drain-reactions", {});
    },
    letPointsExpire: async (days) => {
      const expiry = { kind: "fixed", every: days, unit: "days", activity: [] } as const;
      await saveProgram(shopId, { expiry }, now());
      await wake("drain-reactions", {});
    },
    keepForVips: async (productId) => {
      const { tiers, terms } = await listTiers(shopId);
      const perk: Perk = {
        kind: "exclusive_products",
        productIds: [productId],
        collectionIds: [],
      };
      const changed = tiers.map((tier) =>
        tier.name === "VIP" ? { ...tier, perks: [...tier.perks, perk] } : tier,
      );
      await saveTiers(shopId, { ...terms, tiers: changed }, now());
      await wake("drain-reactions", {});
    },
  };
}
