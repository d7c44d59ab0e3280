import { afterAll, beforeAll, expect, test } from "vitest";

import { startWorker } from "#app/ground/queues.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { heldOf, openRewardShop } from "#tests/support/loyalty/reward-shop.ts";
import { until } from "#tests/support/wait.ts";

let shopify: Connected;
beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());

test("a redemption wakes the workers, once it is committed", async () => {
  const at = await openRewardShop(shopify);
  const reward = await at.reward();
  const heard: string[] = [];
  const worker = startWorker("wake", 1, async ({ name }) => void heard.push(name));
  const held = heldOf(await at.redeem(reward));
  await until("the workers are woken", async () => heard.includes("drain-reactions"));
  await worker.close();

  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "issued" });
});
