import { createHmac } from "node:crypto";

import { beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { action as givePoints } from "#app/routes/shopify-flow/give-points.ts";
import { action as issueReward } from "#app/routes/shopify-flow/issue-reward.ts";
import { action as removePoints } from "#app/routes/shopify-flow/remove-points.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { haveCustomer, balanceOf } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

type Action = typeof givePoints;

const ANN = 7_001n;
let shop: { id: string; domain: string };
let ann: string;

beforeEach(async () => {
  shop = await createShop();
  ann = await haveCustomer(shop.id);
  await inShop(shop.id, (tx) =>
    tx.customer.updateMany({ where: { shopId: shop.id, id: ann }, data: { shopifyId: ANN } }),
  );
});

/** A step of a workflow, as Flow sends it. */
async function step(
  action: Action,
  run: string,
  properties: object,
  secret: string = demoEnvironment.SHOPIFY_API_SECRET,
) {
  const body = JSON.stringify({
    shop_id: "gid://shopify/Shop/1",
    shopify_domain: shop.domain,
    action_run_id: run,
    handle: "any",
    properties: { customer_id: `gid://shopify/Customer/${ANN}`, ...properties },
  });
  const signature = createHmac("sha256", secret).update(body).digest("base64");
  const request = new Request("https://encore.test/flow/any", {
    method: "POST",
    body,
    headers: { "x-shopify-hmac-sha256": signature, "content-type": "application/json" },
  });
  const args = { request, params: {}, context: {} };
  const response = await action(args).catch((thrown: unknown) => thrown as Response);
  return {
    status: response.status,
    message: ((await response.json()) as { message: string }).message,
  };
}

test("a workflow gives points once for each of its runs, and takes no more than there are", async () => {
  expect(await step(givePoints, "1", { points: "50", note: "Happy anniversary" })).toMatchObject({
    status: 200,
  });
  expect(await step(givePoints, "1", { points: "50", note: "Happy anniversary" })).toMatchObject({
    status: 200,
  });
  expect(await step(givePoints, "2", { points: 25 })).toMatchObject({ status: 200 });
  expect(await balanceOf(shop.id, ann)).toMatchObject({ available: 75 });

  expect(await step(removePoints, "3", { points: 100 })).toEqual({
    status: 422,
    message: "The customer has only 75 points to spend",
  });
  expect(await step(removePoints, "4", { points: 75 })).toMatchObject({ status: 200 });
  expect(await balanceOf(shop.id, ann)).toMatchObject({ available: 0 });
});

test("a workflow gives a reward by its name", async () => {
  const [reward] = await listRewards(shop.id, now());
  expect(await step(issueReward, "1", { reward: reward?.name.toUpperCase() })).toMatchObject({
    status: 200,
  });
  expect(await step(issueReward, "1", { reward: reward?.name })).toMatchObject({ status: 200 });
  const given = await inShop(shop.id, (tx) =>
    tx.redemption.findMany({ where: { shopId: shop.id } }),
  );
  expect(given).toMatchObject([{ customerId: ann, points: 0n, rewardId: reward?.id }]);
  expect(await step(issueReward, "2", { reward: "A pony" })).toMatchObject({ status: 422 });
});

test("what Shopify did not sign, or nobody can do, is refused in words", async () => {
  expect(await step(givePoints, "1", { points: 50 }, "another secret")).toMatchObject({
    status: 401,
  });
  expect(await step(givePoints, "1", { points: 0.5 })).toMatchObject({ status: 400 });
  expect(
    await step(givePoints, "1", { points: 5, customer_id: "gid://shopify/Customer/9" }),
  ).toMatchObject({ status: 404 });
  expect(await balanceOf(shop.id, ann)).toMatchObject({ available: 0 });
});
