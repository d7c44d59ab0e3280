import { existsSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { playWebhooks, dayAfter } from "#tests/replay/webhooks/play-webhooks.ts";
import { readWebhooks, type Webhook } from "#tests/replay/webhooks/read-webhooks.ts";
import type { Standing } from "#tests/replay/webhooks/standings.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

const CASES = "../shared/cases";

let connected: Connected;
beforeAll(async () => {
  if (!existsSync(CASES)) throw new Error(`These tests need the cases in ${CASES}`);
  connected = await connect();
});
afterAll(() => connected.close());

/** What each file must end in, whatever the order and number of its webhooks. */
const cases: Record<string, Record<string, Partial<Standing>>> = {
  "duties-only-refund": { "ann@example.com": { available: "100" } },
  "shipping-refund-documented-form": { "ann@example.com": { available: "100" } },
  "refund-without-deprecated-amounts": { "ann@example.com": { available: "0" } },
  "merge-in-progress-then-failed": {
    "ann@example.com": { available: "100" },
    "bea@example.com": { available: "0" },
  },
  "customer-taken-off-then-refunded": { "ann@example.com": { available: "0", orders: 0 } },
  "deleted-order": { "ann@example.com": { available: "0", orders: 0, spentMinor: "0" } },
  "serial-returner": {
    "ann@example.com": { available: "0", orders: 0, spentMinor: "0", segment: null },
  },
  "tip-line": { "ann@example.com": { available: "40", spentMinor: "4000" } },
};

const orders: Record<string, (webhooks: Webhook[]) => Webhook[]> = {
  "as told": (webhooks) => webhooks,
  backwards: (webhooks) => webhooks.toReversed(),
  "each twice": (webhooks) => webhooks.flatMap((webhook) => [webhook, webhook]),
};

for (const [name, final] of Object.entries(cases))
  for (const [order, told] of Object.entries(orders))
    test(`${name.replaceAll("-", " ")}, ${order}`, async () => {
      const webhooks = readWebhooks(`${CASES}/${name}.webhooks.jsonl`);
      const ending = await playWebhooks(connected, told(webhooks), dayAfter(webhooks));

      expect(ending).toMatchObject({ final, poison: [], ledgerAddsUp: true });
    });
