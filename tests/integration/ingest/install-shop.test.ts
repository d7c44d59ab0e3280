import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { db, inShop } from "#app/ground/db.server.ts";
import { findActiveBackfill } from "#app/ingest/backfill/backfill.server.ts";
import { installShop } from "#app/ingest/install/install-shop.server.ts";
import { uninstallShop } from "#app/ingest/install/uninstall-shop.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let shopify: Connected;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());

test("an install that broke off is begun by the next page", async () => {
  const { shop } = await shopify.open();
  await db.shop.delete({ where: { id: shop.id } });
  await asOwner("REVOKE INSERT ON event FROM encore_app");
  await expect(installShop(shop.domain)).rejects.toThrow("permission denied for table event");
  await asOwner("GRANT INSERT ON event TO encore_app");

  const installed = await installShop(shop.domain);
  expect(await findActiveBackfill(installed.id)).toMatchObject({ state: "queued" });
  expect(await installs(installed.id)).toBe(1);
});

test("many pages at once install once", async () => {
  const { shop } = await shopify.open();
  await db.shop.delete({ where: { id: shop.id } });

  const same = await Promise.all([1, 2, 3, 4].map(() => installShop(shop.domain)));
  expect(new Set(same.map(({ id }) => id)).size).toBe(1);
  expect(await installs(same[0]?.id ?? "")).toBe(1);
});

test("a reinstall keeps the shop's id, and is announced", async () => {
  const { shop } = await shopify.open();
  await uninstallShop(shop.domain, new Date(), new Date());
  expect(await db.session.count({ where: { shop: shop.domain } })).toBe(0);
  await shopify.signIn(shop.domain);

  expect(await installShop(shop.domain)).toMatchObject({ id: shop.id, uninstalledAt: null });
  expect(await installs(shop.id)).toBe(2);
});

async function installs(shopId: string): Promise<number> {
  return inShop(shopId, (tx) => tx.event.count({ where: { shopId, type: "shop.installed" } }));
}

async function asOwner(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await owner.connect();
  await owner.query(statement);
  await owner.end();
}
