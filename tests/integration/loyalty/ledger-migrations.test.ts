import { readFile } from "node:fs/promises";

import pg from "pg";
import { expect, test } from "vitest";

import { wakeWaiting } from "#app/events/wake-waiting.server.ts";
import { auditLog } from "#app/audit/audit-log.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { pendingUnmerges } from "#app/loyalty/accounts-merge/pending-unmerges.server.ts";
import { UNFREEZE } from "#app/loyalty/ledger/account-frozen.ts";
import {
  announceProgram,
  ensureProgram,
  saveProgram,
} from "#app/loyalty/program/program.server.ts";
import { appendOrderEvent, createOrder, haveCustomer } from "#tests/support/loyalty/factories.ts";
import { post, takeBack } from "#tests/support/loyalty/ledger-actions.ts";
import { PeopleShop } from "#tests/support/loyalty/merge-scenario.ts";
import { createShop } from "#tests/support/shop.ts";

// What a migration fills in for rows that were there must be what is written with new ones.

/** Runs as the owner of the tables. */
async function asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const migrationOf = (name: string) =>
  readFile(new URL(`../../../prisma/migrations/${name}/migration.sql`, import.meta.url), "utf8");

test("transfers of before know their halves, their sides and what was forgiven", async () => {
  const shop = await PeopleShop.open();
  await shop.joins("Gil", "Kim");
  await shop.drain();
  await shop.parts("Gil");
  await shop.drain();
  const at = new Date();
  const program = await inShop(shop.id, (tx) => ensureProgram(tx, at));
  await saveProgram(shop.id, { ...program, shortfall: "forgive" }, at);
  await post(shop.id, takeBack(shop.ids.get("Lee")!, 1_000, { at }), at);

  const columns = "id, transfer_id, transfer_kind, counterparty_id, forgiven";
  const { written, filled } = await asOwner(async (client) => {
    const read = async () =>
      (await client.query(`SELECT ${columns} FROM ledger_entry ORDER BY id`)).rows;
    const written = await read();
    await client.query(`ALTER TABLE ledger_entry DROP COLUMN transfer_id, DROP COLUMN transfer_kind,
      DROP COLUMN counterparty_id, DROP COLUMN forgiven`);
    await client.query(await migrationOf("20261130001000_transfers"));
    return { written, filled: await read() };
  });
  expect(filled).toEqual(written);
  expect(written.some(({ forgiven }) => BigInt(forgiven) > 0n)).toBe(true);
  const kinds = written.map((row) => row.transfer_kind).filter((kind) => kind !== null);
  expect(kinds.toSorted()).toEqual(["merge", "merge", "unmerge", "unmerge"]);
});

test("records that are still to be parted are known to be", async () => {
  const shop = await PeopleShop.open();
  await shop.joins("Gil", "Kim");
  await shop.drain();
  await shop.parts("Gil");

  const { written, filled } = await asOwner(async (client) => {
    const read = async () => (await client.query("SELECT * FROM pending_unmerge")).rows;
    const written = await read();
    await client.query("DROP TABLE pending_unmerge");
    await client.query(await migrationOf("20261130001100_pending_unmerges"));
    return { written, filled: await read() };
  });
  expect(written).toMatchObject([{ separated_id: shop.of("Gil") }]);
  expect(filled).toEqual(written);
  await shop.drain();
  expect(await inShop(shop.id, (tx) => pendingUnmerges(tx))).toEqual(new Set());
});

test("what waited for a frozen account is woken by unfreezing it", async () => {
  const shop = (await createShop()).id;
  const customerId = await haveCustomer(shop);
  await createOrder(shop, { id: 1n, customerId, lines: [{ id: 1n, priceMinor: 1_000 }] });
  await appendOrderEvent(shop, "order.paid", 1n);
  const lastError = "SomeLater: Shopify was away; An account is frozen";
  await inShop(shop, (tx) =>
    tx.reaction.updateMany({ where: { name: "update-loyalty" }, data: { lastError } }),
  );

  await asOwner(async (client) => {
    await client.query("ALTER TABLE reaction DROP COLUMN waits_for");
    await client.query(await migrationOf("20261130001200_what_reactions_wait_for"));
  });
  const at = new Date("2026-01-01T10:00:00Z");
  await inShop(shop, (tx) => wakeWaiting(tx, shop, UNFREEZE, { at }));
  const woken = await inShop(shop, (tx) => tx.reaction.findMany({ where: { dueAt: at } }));
  expect(woken).toMatchObject([{ name: "update-loyalty", waitsFor: UNFREEZE }]);
});

test("what is stored is called by the field's words, and a renamed field is published once more", async () => {
  const shop = (await createShop()).id;
  await inShop(shop, (tx) => ensureProgram(tx, new Date()));
  const version = async (at: Date) => {
    await inShop(shop, (tx) => announceProgram(tx, at));
    await inShop(shop, (tx) => tx.reaction.updateMany({ data: { state: "done" } }));
  };
  await version(new Date());
  await version(new Date());

  await asOwner(async (client) => {
    await client.query(
      `INSERT INTO audit_entry (shop_id, id, at, actor, action, subject)
       SELECT $1, gen_random_uuid(), now(), 'encore', action, subject
       FROM (VALUES ('way.saved', 'way.17'), ('records.parted', 'order.1'), ('api_key.made', 'api_key.5')) AS t(action, subject)`,
      [shop],
    );
    await client.query("ALTER TABLE reaction ADD COLUMN lease_until timestamptz");
    await client.query(await migrationOf("20261130040200_fields_words_in_rows"));
    await client.query("ALTER TABLE reaction DROP COLUMN lease_until");
  });
  const { rows } = await auditLog(shop, { limit: 9 });
  expect(rows.map(({ action, subject }) => `${action} ${subject}`).toSorted()).toEqual([
    "api_key.created api_key.5",
    "customers.unmerged order.1",
    "earning_action.saved earning_action.17",
  ]);
  const due = await inShop(shop, (tx) => tx.reaction.findMany({ where: { state: "pending" } }));
  const events = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { id: { in: due.map(({ eventId }) => eventId) } } }),
  );
  expect(due.map(({ name }) => name)).toEqual(["publish-program"]);
  expect(events).toMatchObject([{ type: "program.changed", properties: { version: 3 } }]);
});

test("reactions that became one are one row, and wait where any of them did", async () => {
  const shop = (await createShop()).id;
  const customerId = await haveCustomer(shop);
  await createOrder(shop, { id: 1n, customerId, lines: [{ id: 1n, priceMinor: 1_000 }] });
  await appendOrderEvent(shop, "order.paid", 1n);
  const [paid] = await inShop(shop, (tx) => tx.event.findMany({ where: { type: "order.paid" } }));
  const eventId = paid!.id;
  const row = { shopId: shop, eventId, dueAt: new Date("2026-01-01T10:00:00Z") };
  await inShop(shop, async (tx) => {
    await tx.reaction.deleteMany({ where: { eventId } });
    await tx.reaction.createMany({
      data: [
        { ...row, name: "award-points", state: "done" },
        { ...row, name: "settle-rewards", state: "done" },
        { ...row, name: "update-tiers", attempts: 3, after: ["award-points"] },
        { ...row, name: "update-achievements", state: "done" },
        { ...row, name: "queue-webhooks", state: "done" },
        { ...row, name: "trigger-shopify-flow", state: "failed" },
      ],
    });
  });
  await asOwner(async (client) => {
    await client.query("DROP INDEX IF EXISTS reaction_waiting");
    await client.query(await migrationOf("20261130040500_fewer_reactions"));
  });
  const left = await inShop(shop, (tx) =>
    tx.reaction.findMany({ where: { eventId }, orderBy: { name: "asc" } }),
  );
  expect(left).toMatchObject([
    { name: "notify-integrations", state: "failed" },
    { name: "update-loyalty", state: "pending", attempts: 3, after: [] },
  ]);
});

test("a program that is installed stays as it is: live, or paused since it was switched off", async () => {
  const shops = [(await createShop()).id, (await createShop()).id];
  const [on = "", off = ""] = shops;
  const at = new Date("2026-11-01T10:00:00Z");
  for (const shop of shops) await inShop(shop, (tx) => ensureProgram(tx, at));
  const rows = await asOwner(async (client) => {
    await client.query(`DROP TRIGGER launch_at_once ON loyalty_program;
      DROP TABLE program_pause, program_run;
      ALTER TABLE loyalty_program DROP COLUMN state, DROP COLUMN launched_at, ADD COLUMN active boolean NOT NULL DEFAULT true;
      ALTER TABLE tier_program DROP COLUMN counts_from`);
    await client.query("UPDATE loyalty_program SET active = false WHERE shop_id = $1", [off]);
    await client.query("UPDATE loyalty_program SET version = 2 WHERE shop_id = $1", [on]);
    await client.query(await migrationOf("20261130150000_program_states"));
    const { rows: found } = await client.query<Record<string, unknown>>(
      `SELECT p.state, p.launched_at = s.installed_at AS "sinceInstall", s.rule_reviewed_at IS NOT NULL AS reviewed,
         (SELECT count(*)::int FROM program_pause z WHERE z.shop_id = p.shop_id AND z.paused_at = p.updated_at) AS pauses
       FROM loyalty_program p JOIN shop s ON s.id = p.shop_id WHERE p.shop_id = ANY($1) ORDER BY p.shop_id = $2`,
      [shops, off],
    );
    return found;
  });
  expect(rows).toEqual([
    { state: "live", sinceInstall: true, reviewed: true, pauses: 0 },
    { state: "paused", sinceInstall: true, reviewed: false, pauses: 1 },
  ]);
  // What is installed from now on begins with a draft.
  const { id: fresh } = await createShop();
  expect(await inShop(fresh, (tx) => ensureProgram(tx, at))).toMatchObject({ state: "draft" });
});
