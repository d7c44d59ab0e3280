import pg from "pg";
import { expect, test } from "vitest";

import { migrate } from "#prisma/migrate.ts";
import { ownedDatabase, startScratchPostgres } from "#tests/support/postgres.ts";

const SHOP = "018f0000-0000-7000-8000-000000000001";
const OTHER_SHOP = "018f0000-0000-7000-8000-000000000002";

test("an owner without superuser rights can set up the database, and row-level security binds the app in it", async () => {
  const server = await startScratchPostgres();
  try {
    const url = new URL(await ownedDatabase(server, "plain"));
    expect(await ownedDatabase(server, "plain")).toBe(url.href);
    await migrate(url.href);
    expect(
      await query(url.href, {}, [
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
      ]),
    ).toEqual([{ rolsuper: false, rolbypassrls: false }]);

    const insert = "INSERT INTO reaction (shop_id, event_id, name, due_at) VALUES";
    await query(url.href, { options: "-c role=encore_app" }, [
      `INSERT INTO shop (id, domain, installed_at) VALUES ('${SHOP}', 'plain.myshopify.com', now())`,
      "BEGIN",
      `SELECT set_config('app.shop_id', '${SHOP}', true)`,
      `${insert} ('${SHOP}', '${SHOP}', 'award-points', now())`,
      "COMMIT",
    ]);
    const as = (shop: string, sql: string) =>
      query(url.href, { options: `-c role=encore_app -c app.shop_id=${shop}` }, [sql]);

    expect(await as(SHOP, "SELECT name FROM reaction")).toEqual([{ name: "award-points" }]);
    expect(await as(OTHER_SHOP, "SELECT name FROM reaction")).toEqual([]);
    expect(await as(OTHER_SHOP, "SELECT shop_id, name FROM due_reaction_lanes(now())")).toEqual([
      { shop_id: SHOP, name: "award-points" },
    ]);
    // What the app may not do by itself, it asks for.
    await expect(as(SHOP, "DELETE FROM audit_entry")).rejects.toThrow(/permission denied/);
    expect(await as(SHOP, "SELECT forget_rows('audit_entry', 1) AS rows")).toEqual([{ rows: 0 }]);
    expect(await as(SHOP, "SELECT * FROM tokens_of_session('offline_x')")).toEqual([]);
  } finally {
    await server.stop();
  }
});

/** Runs statements one after the other on one connection. Returns the rows of the last. */
async function query(
  url: string,
  config: pg.ClientConfig,
  statements: string[],
): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, ...config });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements)
      rows = (await client.query<Record<string, unknown>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}
