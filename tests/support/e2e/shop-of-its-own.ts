import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, inject } from "vitest";

import type { Perk } from "#app/loyalty/tiers/perks.ts";

import { copyDatabase } from "../copy-database.ts";
import { setTestEnvironment } from "../env.ts";
import type { Mould } from "../global-stack.ts";
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

let opened: OwnShop | undefined;
afterAll(() => opened?.close());

/**
 * All of Encore with a shop of this test file: what happens in it, and to its clock, disturbs no other. It is a copy of one that was
 * imported for all of them; its program is live, unless it is to be a draft. It is closed after the last test of the file.
 */
export async function openShopOfItsOwn({
  isDraft = false,
  customers = "many" as "few" | "many",
} = {}): Promise<OwnShop> {
  const { postgresUrl, directory: moulds } = inject("moulds");
  const mould: Mould = `${customers}_${isDraft ? "draft" : "live"}`;
  const directory = mkdtempSync(join(tmpdir(), "encore-shop-"));
  cpSync(join(moulds, mould, "stand-in"), join(directory, "stand-in"), { recursive: true });
  const databaseUrl = await copyDatabase(postgresUrl, mould, `shop_${process.pid}`);
  const stack = await startStack({ directory, databaseUrl, timeScale: 0.01 });
  opened = await openOn(stack, directory);
  return opened;
}

/** The shop that this test file has opened, or one with many customers that is opened now. */
export async function openedShop(): Promise<OwnShop> {
  return opened ?? openShopOfItsOwn();
}

/** How to reach the shop that this test file has opened. */
export function running(): Running {
  if (!opened) throw new Error("This file has opened no shop");
  return opened.running;
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
    merchant: merchantOf(shop.id),
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
      await client.end();
      await stack.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The app reads where its database is when it is loaded, which takes seconds: it is loaded when it is first asked for something. */
function merchantOf(shopId: string): OwnShop["merchant"] {
  const wakeWorkers = async () => {
    const { wake } = await import("#app/ground/queues.server.ts");
    await wake("drain-reactions", {});
  };
  return {
    bringFriends: async () => {
      const { now } = await import("#app/ground/clock.server.ts");
      const { startingReferrals } = await import("#app/loyalty/referrals/referral-program.ts");
      const { saveReferralSettings } =
        await import("#app/loyalty/referrals/referral-settings.server.ts");
      await saveReferralSettings(shopId, { ...startingReferrals, active: true }, now());
      await wakeWorkers();
    },
    letPointsExpire: async (days) => {
      const { now } = await import("#app/ground/clock.server.ts");
      const { saveProgram } = await import("#app/loyalty/program/program.server.ts");
      const expiry = { kind: "fixed", every: days, unit: "days", activity: [] } as const;
      await saveProgram(shopId, { expiry }, now());
      await wakeWorkers();
    },
    keepForVips: async (productId) => {
      const { now } = await import("#app/ground/clock.server.ts");
      const { listTiers, saveTiers } = await import("#app/loyalty/tiers/tiers.server.ts");
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
      await wakeWorkers();
    },
  };
}
