import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { CustomerInput, OrderInput } from "#tests/stand-in/acts/inputs.ts";
import { BUILD_TIMEOUT_MS, buildApp, compiled } from "#tests/support/build-app.ts";
import { type Child, startChild } from "#tests/support/child.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { until } from "#tests/support/wait.ts";

/** A call to Shopify that is never answered while the test runs. */
const FOR_EVER_MS = 120_000;
/** Three seconds are the aim; a busy machine has some more. */
const SOON_MS = 6_000;
/** Less than any lease of what a worker was at: nobody waits for one. */
const WITHOUT_LEASES_MS = 25_000;
const root = fileURLToPath(new URL("../../..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "encore-stop-"));
const workers: Child[] = [];
let shopify: Connected;

beforeAll(async () => {
  await buildApp(["processes"]);
  shopify = await connect();
}, BUILD_TIMEOUT_MS);
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await shopify.close();
  rmSync(directory, { recursive: true, force: true });
});

test(
  "a worker that is asked to stop in the midst of an import ends soon, and the next one goes on at once",
  { timeout: 180_000 },
  async () => {
    const { shop, atShopify } = await shopify.open();
    const { acts, webhooks } = shopify.standIn.context;
    webhooks.setSwitches(atShopify.id, { ...webhooks.switches(atShopify.id), dropRate: 1 });
    const lines = [{ sku: "Earl Grey", quantity: 2 }];
    for (const email of ["ada@example.com", "bob@example.com"]) {
      const { id: customerId } = acts.customers.create(atShopify, CustomerInput.parse({ email }));
      acts.orders.create(atShopify, OrderInput.parse({ customerId, lines }));
    }
    const isImported = () =>
      inShop(shop.id, async (tx) => (await tx.backfill.count({ where: { state: "done" } })) === 1);
    const isAllDone = () =>
      inShop(
        shop.id,
        async (tx) =>
          (await tx.reaction.count({ where: { state: "pending" } })) === 0 &&
          (await tx.segmentRun.count()) > 0,
      );

    // A job, which waits for Shopify's export.
    const isExporting = leaveUnanswered("ExportProgress");
    const first = startWorker("first");
    await until("Shopify is asked for the export", isExporting);
    await endsSoon(first);
    expect(await isImported()).toBe(false);

    // A reaction, which waits until Shopify has taken the balances.
    const isPublishing = leaveUnanswered("SetMetafields");
    const second = startWorker("second");
    await until("the import goes on", isImported, WITHOUT_LEASES_MS);
    await until("Shopify is told the balances", isPublishing);
    await endsSoon(second);
    expect(await isAllDone()).toBe(false);

    shopify.standIn.context.faults.set({ mode: "none", count: null, ms: 0, operation: null });
    startWorker("third");
    await until("all is done", isAllDone, WITHOUT_LEASES_MS);
  },
);

/** Has Shopify leave these calls without an answer; tells whether there was one. */
function leaveUnanswered(operation: string): () => Promise<boolean> {
  const { faults } = shopify.standIn.context;
  faults.set({ mode: "latency", count: null, ms: FOR_EVER_MS, operation });
  const take = faults.take;
  let called = false;
  faults.take = (document) => {
    called ||= document.includes(operation);
    return take(document);
  };
  return () => Promise.resolve(called);
}

async function endsSoon(worker: Child): Promise<void> {
  const askedAt = performance.now();
  process.kill(worker.pid, "SIGTERM");
  expect(await worker.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - askedAt).toBeLessThan(SOON_MS);
}

function startWorker(name: string): Child {
  const worker = startChild({
    name,
    cwd: root,
    logFile: join(directory, `${name}.log`),
    env: { LOG_LEVEL: "info" },
    args: ["--import", "./tests/stand-in/divert.ts", ...compiled("worker")],
  });
  workers.push(worker);
  return worker;
}
