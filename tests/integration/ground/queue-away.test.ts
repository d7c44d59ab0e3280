import { afterAll, beforeAll, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { BUILD_TIMEOUT_MS } from "#tests/support/build-app.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { Gate, type GateState } from "#tests/support/gate.ts";
import { BROWSER } from "#tests/support/merchant.ts";
import { freePort } from "#tests/support/postgres.ts";
import { mintToken, staffClaims } from "#tests/support/tokens.ts";
import { startWeb, type WebProcess } from "#tests/support/web-process.ts";

let shopify: Connected;
let gate: Gate;
let web: WebProcess;

beforeAll(async () => {
  shopify = await connect();
  gate = await Gate.before(`redis://127.0.0.1:${await freePort()}`, "silent");
  web = await startWeb(shopify.standIn.port, { REDIS_URL: gate.url });
}, BUILD_TIMEOUT_MS);

afterAll(async () => {
  await web.stop();
  await gate.close();
  await shopify.close();
});

test.each<GateState>(["silent", "refusing"])(
  "what a merchant asked for is written down and answered while the queue is %s: the workers find it",
  { timeout: 60_000 },
  async (state) => {
    await gate.be(state);
    const { shop } = await shopify.open();
    const asked = await fetch(`${web.url}/app/history-import`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${mintToken(staffClaims(shop.domain))}`,
        "user-agent": BROWSER,
      },
      signal: AbortSignal.timeout(40_000),
    });

    expect(asked.status).toBe(200);
    expect(await inShop(shop.id, (tx) => tx.backfill.count())).toBeGreaterThan(0);
  },
);
