import { randomUUID } from "node:crypto";

import { db } from "#app/ground/db.server.ts";
import { tablesOfAShop } from "#app/customers/privacy/rooms.server.ts";
import type { Chance } from "#tests/stand-in/generator/chance.ts";
import { proxyQuery } from "#tests/stand-in/storefront/proxy.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { type Address, addresses } from "#tests/support/http/addresses.ts";
import { BROWSER } from "#tests/support/merchant.ts";
import { openShopWithEverything } from "#tests/support/shop-with-everything.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";
import { hmac } from "#tests/support/http/proofs.ts";
import { until } from "#tests/support/wait.ts";

import type { Fault } from "./fault.ts";
import type { Machine } from "./machine.ts";

const EACH = 25;
const TOLD_TO_WAIT = 429;
const QUIET_WITHIN_MS = 240_000;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** They say how far work in the background is, which goes on. */
const AT_WORK = new Set([
  "backfill",
  "flow_start",
  "nightly_run",
  "reaction",
  "reconciliation",
  "webhook_send",
]);

type Tenant = Awaited<ReturnType<typeof openShopWithEverything>>;
type Asked = { status: number; text: string };

/**
 * A shop asks every address of Encore, as its staff, its shoppers and its systems may, for what is another shop's: customers, orders,
 * rewards, imports, bulk runs and all else that has an id. It gets the answer that nobody's id gets; no word of the other shop is
 * in it, and nothing of the other shop changes.
 */
export const fault: Fault = {
  short: 8,
  prepare: async (machine) => {
    const { shopify, url } = await machine.stack();
    const word = `canary${Date.now().toString(36)}`;
    const ours = await openShopWithEverything(shopify, "ours");
    const theirs = await openShopWithEverything(shopify, word);
    await untilQuiet(machine, theirs);
    const ids = await idsOf(machine, theirs);
    /** Those that this shop did not say itself: what it says may be told to it. */
    const unsaid = new Set(ids.filter((id) => id.includes("-")));
    const answered = new Map<number, number>();
    let before = await standing(machine, theirs);
    // Else nothing would be found by anybody.
    const page = addresses.find(({ path }) => path === "/app/customers/:id") as Address;
    const own = await requestOf(page, ours, { isAction: false, isForm: false }).send(url, ours.ada);
    if (!own.text.includes("ours-first")) throw new Error(`its own is answered ${own.status}`);

    return {
      attack: async (chance) => {
        const wrong: string[] = [];
        for (let nth = 0; nth < EACH; nth++) {
          const ask = anyAsk(chance, ours);
          const id = chance.pick(ids);
          unsaid.delete(id);
          const nobodys = await ask.send(url, nobodysLike(id));
          const answer = await ask.send(url, id);
          answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
          const told = [...answer.text.matchAll(UUID)].find(([one]) => unsaid.has(one));
          const isTold = told !== undefined || answer.text.includes(word);
          // Who asks too much is told to wait, whatever for; and of what no id is part of, the first may change the answer to the second.
          const isApart =
            ask.isAboutIt &&
            answer.status !== nobodys.status &&
            ![answer.status, nobodys.status].includes(TOLD_TO_WAIT);
          if (answer.status >= 500 || isTold || isApart)
            wrong.push(
              `${ask.story} with ${id}: ${answer.status}, nobody's ${nobodys.status}: ${answer.text.slice(0, 200)}`,
            );
        }
        const after = await standing(machine, theirs);
        const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
        before = after;
        if (changed.length > 0) wrong.push(`changed: ${changed.join(", ")}`);
        return wrong.length === 0 ? null : wrong.slice(0, 3).join("\n    ");
      },
      figures: () => ({
        asksEach: EACH,
        ids: ids.length,
        answers: Object.fromEntries(answered),
      }),
      end: () => Promise.resolve(),
    };
  },
};

/** Something that somebody of a shop may ask, about whatever has this id. */
function anyAsk(chance: Chance, shop: Tenant) {
  const address = chance.pick(addresses.filter(isAsked));
  const { loader, action } = address.answers;
  const isAction = action && (!loader || chance.happens(0.5));
  return requestOf(address, shop, { isAction, isForm: chance.happens(0.5) });
}

function requestOf(
  { path, data }: Address,
  shop: Tenant,
  { isAction, isForm }: { isAction: boolean; isForm: boolean },
) {
  const story = `${isAction ? "POST" : "GET"} ${path}`;
  const send = async (app: string, id: string): Promise<Asked> => {
    const address = new URL(
      path
        .replaceAll(/:list\b/g, "orders")
        .replaceAll(/:\w+/g, id)
        .replace("*", id),
      app,
    );
    const headers = new Headers({ "user-agent": BROWSER, "idempotency-key": randomUUID() });
    const fields = fieldsOf(path, shop, id);
    const json = JSON.stringify(fields);
    const form = new URLSearchParams(
      Object.entries(fields).map(([name, value]) => [name, text(value)]),
    );
    for (const [name, value] of signedAs(path, shop, json, headers))
      address.searchParams.set(name, value);
    if (path.startsWith("/app")) address.searchParams.set("_data", data);
    if (!isAction && !path.startsWith("/proxy"))
      for (const name of ["search", "ids", "before", "after"]) address.searchParams.set(name, id);
    const isJson = !isForm || /^\/(api|flow|extension)/.test(path);
    if (isAction)
      headers.set(
        "content-type",
        isJson ? "application/json" : "application/x-www-form-urlencoded",
      );
    const reply = await fetch(address, {
      headers,
      redirect: "manual",
      ...(isAction && { method: "POST", body: isJson ? json : form.toString() }),
    });
    return { status: reply.status, text: await reply.text() };
  };
  return { story, send, isAboutIt: /[:*]/.test(path) };
}

/** An id of the same form that nothing has. */
function nobodysLike(id: string): string {
  if (/^\d+$/.test(id)) return "4000000001";
  return id.length === randomUUID().length ? randomUUID() : id.replaceAll(/[A-Z0-9]{4}/g, "AAAA");
}

/** All that has something to do with a shop. */
function isAsked({ path, answers }: Address): boolean {
  return /^\/(app|proxy|extension|api|flow)\b/.test(path) && (answers.loader || answers.action);
}

/** Says who asks; what stands in the address of a request from the storefront is returned. */
function signedAs(
  path: string,
  { shop, shopifyId, key }: Tenant,
  body: string,
  headers: Headers,
): URLSearchParams {
  const bearer = (token: string) => headers.set("authorization", `Bearer ${token}`);
  if (path.startsWith("/app")) bearer(mintToken(staffClaims(shop.domain)));
  if (path.startsWith("/api")) bearer(key);
  if (path.startsWith("/extension"))
    bearer(mintToken({ dest: shop.domain, sub: `gid://shopify/Customer/${shopifyId}` }));
  if (path.startsWith("/flow")) headers.set("x-shopify-hmac-sha256", hmac(body));
  if (!path.startsWith("/proxy")) return new URLSearchParams();
  const timestamp = Math.floor(Date.now() / 1000);
  const who = {
    shop: shop.domain,
    customerId: String(shopifyId),
    pathPrefix: "/apps/encore",
    timestamp,
  };
  return proxyQuery(new URLSearchParams(), who, demoEnvironment.SHOPIFY_API_SECRET);
}

/** What the address may read of a body: each reads what it knows, and what names something names this id. */
function fieldsOf(path: string, { shop }: Tenant, id: string): Record<string, unknown> {
  if (/\/points$/.test(path)) return { points: 5, note: "x" };
  if (/\/(redemptions|rewards)$/.test(path) && path.startsWith("/api")) return { rewardId: id };
  if (/\/actions$/.test(path) && path.startsWith("/api"))
    return { kind: "custom", name: "tasting", sourceId: id };
  if (path === "/api/loyalty/events") return { customer: { id }, name: "tasting" };
  if (path.startsWith("/flow")) {
    const properties = { customer_id: /^\d+$/.test(id) ? id : "1", points: 5, reward: id };
    return { shopify_domain: shop.domain, action_run_id: randomUUID(), properties };
  }
  const named = [
    "id",
    "mergedId",
    "rewardId",
    "tierId",
    "customerId",
    "entryId",
    "importId",
    "runId",
    "productId",
    "collectionId",
  ];
  return {
    ...Object.fromEntries(named.map((name) => [name, id])),
    ids: [id],
    order: [id],
    tierIds: [id],
    clientKey: randomUUID(),
    excluded: true,
    active: false,
    direction: "give",
    points: "5",
    internal: "x",
    public: "",
    note: "x",
    until: "",
    kind: "points",
    decision: "reject",
    name: "x",
    intent: "delete",
  };
}

function text(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Every id that something of the shop has: its own and those that Shopify gave. */
async function idsOf({ client }: Machine, { shop }: Tenant): Promise<string[]> {
  const { rows: columns } = await client.query<{ table: string; column: string }>(
    `SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = ANY ($1) AND column_name <> 'shop_id' AND (
       data_type = 'uuid' OR column_name IN ('shopify_id', 'order_id', 'code') OR (column_name = 'id' AND data_type = 'bigint'))`,
    [tablesOfAShop],
  );
  const found = new Set<string>();
  for (const { table, column } of columns) {
    const { rows } = await client.query<{ id: string }>(
      `SELECT DISTINCT "${column}"::text AS id FROM "${table}" WHERE shop_id = $1 AND "${column}" IS NOT NULL LIMIT 20`,
      [shop.id],
    );
    for (const { id } of rows) found.add(id);
  }
  return [...found];
}

/** A hash of the rows of each table. */
async function standing({ client }: Machine, { shop }: Tenant): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const table of tablesOfAShop) {
    if (AT_WORK.has(table)) continue;
    const { rows } = await client.query<{ hash: string }>(
      `SELECT coalesce(md5(string_agg(row, '' ORDER BY row)), '') AS hash
       FROM (SELECT to_jsonb(t)::text AS row FROM "${table}" t WHERE shop_id = $1) one`,
      [shop.id],
    );
    hashes[table] = rows[0]?.hash ?? "";
  }
  hashes["delivery"] = String(await db.delivery.count({ where: { shopDomain: shop.domain } }));
  return hashes;
}

/** Once all that was asked for is done: then only who asks for more changes anything. */
async function untilQuiet(machine: Machine, tenant: Tenant): Promise<void> {
  let before = "";
  await until(
    "the other shop is quiet",
    async () => {
      const now = JSON.stringify(await standing(machine, tenant));
      const isQuiet = now === before;
      before = now;
      return isQuiet;
    },
    QUIET_WITHIN_MS,
    20_000,
  );
}
