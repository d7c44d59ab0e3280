import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { openBody } from "#app/ingest/delivery-body.server.ts";
import { openCells } from "#app/loyalty/imports/row-cells.server.ts";
import { parseExactJson } from "#app/orders/from-webhook/exact-json.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { exactJson, type Json } from "#tests/stand-in/payloads/exact-json.ts";
import { withCanaries } from "#tests/support/canaries.ts";
import { outputOf } from "#tests/support/child.ts";
import { openShopWithEverything } from "#tests/support/shop-with-everything.ts";
import { until } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";
import type { FaultStack, Machine } from "./machine.ts";

const DONE_WITHIN_MS = 120_000;
const LATE = 3;

const ABOUT_PEOPLE = /^(?:orders|refunds|fulfillments|fulfillment_events|returns|customers)/;
/** Topics whose bodies are of the same form. */
const ALSO_TOLD_BY: Record<string, string[]> = {
  "customers/create": ["customers/enable", "customers/disable", "customers/update"],
  "orders/create": ["orders/updated", "orders/cancelled", "orders/paid"],
  "fulfillments/create": ["fulfillments/update"],
  "returns/request": ["returns/approve", "returns/decline", "returns/cancel", "returns/close"],
};

type Told = { topic: string; body: string };
type Tenant = Awaited<ReturnType<typeof openShopWithEverything>>;

/**
 * A word that is nowhere else stands in all that is said about a person, by each topic and each form. Once they are forgotten, and once
 * the shop is, it is nowhere: in no column of any table, in nothing that is sealed, in no log; nor after deliveries that come late.
 */
export const fault: Fault = {
  short: 1,
  prepare: async (machine) => {
    const stack = await machine.stack();
    let topics = 0;
    return {
      attack: async (chance, seed) => {
        const word = `canary${seed.toString(36)}x${Date.now().toString(36)}`;
        const tenant = await openShopWithEverything(stack.shopify, "shop", word);
        await untilDone(stack, tenant);
        const told = toldOf(stack, tenant);
        topics = new Set(told.map(({ topic }) => topic)).size;
        await tellAgain(stack, tenant, { told, word, chance });
        const before = await placesOf(machine, stack, { tenant, word });
        // Else it could not be found where it is left, either.
        if (before.length < 5) throw new Error(`it was only in ${before.join(", ")}`);

        const { acts } = stack.shopify.standIn.context;
        acts.customers.redact(tenant.atShopify, String(tenant.shopifyId));
        await untilDone(stack, tenant);
        const forgotten = await placesOf(machine, stack, { tenant, word });
        if (forgotten.length > 0) return `after customers/redact in ${forgotten.join(", ")}`;
        await tellAgain(stack, tenant, { told, word, chance });
        const late = await placesOf(machine, stack, { tenant, word });
        if (late.length > 0) return `after what came late in ${late.join(", ")}`;

        acts.app.uninstall(tenant.atShopify);
        acts.app.redact(tenant.atShopify);
        const isGone = async () => (await db.shop.count({ where: { id: tenant.shop.id } })) === 0;
        await until("the shop is forgotten", isGone, DONE_WITHIN_MS);
        await tellAgain(stack, tenant, { told, word, chance });
        const gone = await placesOf(machine, stack, { tenant, word });
        return gone.length === 0 ? null : `after shop/redact in ${gone.join(", ")}`;
      },
      figures: () => ({ topics }),
      end: () => Promise.resolve(),
    };
  },
};

/** What the shop was told of the person. */
function toldOf({ shopify }: FaultStack, { atShopify }: Tenant): Told[] {
  return shopify.standIn.context.store.deliveries
    .list(atShopify.id, 0, 1_000)
    .filter(({ topic }) => ABOUT_PEOPLE.test(topic) && !topic.endsWith("/redact"))
    .flatMap(({ topic, body }) =>
      [topic, ...(ALSO_TOLD_BY[topic] ?? [])].map((by) => ({ topic: by, body })),
    );
}

/** Tells it some times more, in any order, as it was told and with the word wherever it can stand; it says that it is newer. */
async function tellAgain(
  stack: FaultStack,
  tenant: Tenant,
  { told, word, chance }: { told: readonly Told[]; word: string; chance: Chance },
): Promise<void> {
  const { webhooks } = stack.shopify.standIn.context;
  for (let times = 0; times < LATE; times++) {
    const shuffled = told.map((one) => ({ one, at: chance.unit() })).sort((a, b) => a.at - b.at);
    for (const { one } of shuffled) {
      const payload = parseExactJson(one.body) as Record<string, unknown>;
      const isMarked = chance.happens(0.7);
      const newer = { ...(isMarked ? (withCanaries(payload, word) as object) : payload) };
      if ("updated_at" in newer)
        newer.updated_at = new Date(Date.now() + times * 1_000).toISOString();
      const body = exactJson(newer as Json);
      const { tries } = await webhooks.sendNow(tenant.atShopify, { topic: one.topic, body });
      if (tries.at(-1)?.status !== 200) throw new Error(`${one.topic}: ${JSON.stringify(tries)}`);
    }
  }
  await untilDone(stack, tenant);
}

async function untilDone(
  { shopify }: FaultStack,
  { shop: { id, domain }, atShopify }: Tenant,
): Promise<void> {
  await shopify.standIn.context.webhooks.settle(atShopify.id, DONE_WITHIN_MS);
  await until(
    "all was dealt with",
    async () => {
      const left = { shopDomain: domain, state: "received" };
      if ((await db.delivery.count({ where: left })) > 0) return false;
      return (await inShop(id, (tx) => tx.reaction.count({ where: { state: "pending" } }))) === 0;
    },
    DONE_WITHIN_MS,
  );
}

/** Where the word is, or what the person's address is known by. */
async function placesOf(
  { client }: Machine,
  { web, worker }: FaultStack,
  { tenant: { shop }, word }: { tenant: Tenant; word: string },
): Promise<string[]> {
  const hash = identifierHash(shop.id, "email", `${word}@example.com`);
  const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS "table", column_name AS "column", data_type AS type
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
       AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`,
  );
  const places: string[] = [];
  for (const { table, column, type } of columns) {
    const held = `"${column}"`;
    const isIn =
      type === "bytea"
        ? `position(convert_to($1, 'UTF8') IN ${held}) > 0 OR ${held} = decode($2, 'hex')`
        : `position($1 IN lower(${held}::text)) > 0 OR position($2 IN ${held}::text) > 0`;
    const { rows } = await client.query(`SELECT FROM ${table} WHERE ${isIn} LIMIT 1`, [word, hash]);
    if (rows.length > 0) places.push(`${table}.${column}`);
  }
  const bodies = await db.delivery.findMany({
    where: { shopDomain: shop.domain, body: { not: null } },
    select: { topic: true, state: true, body: true },
  });
  for (const { topic, state, body } of bodies)
    if (body && openBody(body, shop.domain).toString().toLowerCase().includes(word))
      places.push(`a sealed body of ${topic}, ${state}`);
  const rows = await inShop(shop.id, (tx) =>
    tx.pointsImportRow.findMany({ where: { cells: { not: null } }, select: { cells: true } }),
  );
  if (rows.some(({ cells }) => cells && JSON.stringify(openCells(shop.id, cells)).includes(word)))
    places.push("sealed cells of a file");
  for (const child of [web, worker])
    if (outputOf(child).toLowerCase().includes(word)) places.push(`the log of ${child.name}`);
  return [...new Set(places)];
}
