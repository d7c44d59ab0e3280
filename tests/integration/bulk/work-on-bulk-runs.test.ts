import { afterAll, beforeAll, expect, test } from "vitest";

import type { BulkWork } from "#app/bulk/bulk-run.ts";
import { countBulk, findBulk, startBulk, stopBulk } from "#app/bulk/bulk-runs.server.ts";
import { workOnBulkRuns } from "#app/bulk/work-on-bulk-runs.server.ts";
import type { PeopleOfList } from "#app/customers/list/people-of-list.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { excludeCustomer } from "#app/loyalty/exclude-customer.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { balanceOf } from "#tests/support/loyalty/factories.ts";
import { openRewardShop } from "#tests/support/loyalty/reward-shop.ts";
import { addCustomers } from "#tests/support/people.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const by = { actor: "staff.7", at };
const fifty: BulkWork = { kind: "points", points: "50", note: "Sorry for the wait" };

let shopify: Connected;
beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());

async function start(shopId: string, work: BulkWork, people: PeopleOfList): Promise<string> {
  const id = newId();
  await startBulk(shopId, { id, work, people }, by);
  return id;
}

const work = (shopId: string, atOnce?: number) => workOnBulkRuns(shopId, () => at, atOnce);

async function shopOf(count: number) {
  const { id: shopId } = await createShop();
  const score = { segment: "loyal" };
  const ids = await addCustomers(
    shopId,
    Array.from({ length: count }, (_, n) => ({ firstName: `Ann ${n}`, score })),
  );
  const [lost = ""] = await addCustomers(shopId, [
    { firstName: "Ben", score: { segment: "lost" } },
  ]);
  const balances = async () =>
    (await Promise.all([...ids, lost].map((id) => balanceOf(shopId, id)))).map(
      ({ available }) => available,
    );
  return { shopId, ids, lost, balances };
}

test("everybody whom the filter finds gets the points once, whoever starts it twice or dies in between", async () => {
  const { shopId, balances } = await shopOf(5);
  expect(await countBulk(shopId, { segment: "loyal" })).toBe(5);
  const id = await start(shopId, fifty, { segment: "loyal" });
  await startBulk(shopId, { id, work: fifty, people: { segment: "loyal" } }, by);
  expect(await dueJobs(shopId, at)).toContain("run-bulk");

  await Promise.all([work(shopId, 2), work(shopId, 2)]);

  expect(await balances()).toEqual([50, 50, 50, 50, 50, 0]);
  expect(await findBulk(shopId, id)).toMatchObject({
    run: { state: "done", customers: 5, total: 5, problems: 0, work: fifty },
    failed: [],
  });
  expect(await dueJobs(shopId, at)).not.toContain("run-bulk");
  const { log, notes, targets } = await inShop(shopId, async (tx) => ({
    log: await tx.auditEntry.findMany(),
    notes: await tx.entryNote.findMany(),
    targets: await tx.bulkTarget.count(),
  }));
  expect(log).toMatchObject([
    {
      actor: "staff.7",
      action: "bulk.points_given",
      subject: `bulk_run.${id}`,
      after: { customers: 5, points: "50" },
    },
  ]);
  expect(notes.map(({ internal }) => internal)).toEqual(Array(5).fill("Sorry for the wait"));
  expect(targets).toBe(0);
});

test("only those who were ticked, and nobody where none is", async () => {
  const { shopId, ids, balances } = await shopOf(3);
  await start(shopId, fifty, { ids: ids.slice(1, 2) });
  await start(shopId, fifty, { ids: [] });
  await start(shopId, fifty, { search: "Ann 2" });
  await work(shopId);
  expect(await balances()).toEqual([0, 50, 50, 0]);
  const kept = await inShop(shopId, (tx) => tx.bulkRun.findMany());
  expect(JSON.stringify(kept.map(({ people }) => people))).not.toContain("Ann");
});

test("a run that is stopped gives nobody else anything", async () => {
  const { shopId, balances } = await shopOf(5);
  const id = await start(shopId, fifty, { segment: "loyal" });
  let looks = 0;
  // It looks before it finds out who they are, and before each two of them: stopped at the third look, two have theirs.
  const clock = () => {
    looks += 1;
    if (looks === 3) throw new Error("The worker died");
    return at;
  };
  await expect(workOnBulkRuns(shopId, clock, 2)).rejects.toThrow("died");
  expect(await stopBulk(shopId, id, by)).toBe(true);
  await work(shopId);
  expect(await balances()).toEqual([50, 50, 0, 0, 0, 0]);
  expect(await findBulk(shopId, id)).toMatchObject({ run: { state: "stopped", customers: 2 } });
  expect(await stopBulk(shopId, id, by)).toBe(false);
  const log = await inShop(shopId, (tx) => tx.auditEntry.findMany({ orderBy: { id: "desc" } }));
  expect(log[0]).toMatchObject({ action: "bulk.stopped", after: { done: 2, of: 5 } });
});

test("an account that is frozen is left as it is, and said so", async () => {
  const { shopId, ids, balances } = await shopOf(2);
  const frozen = { customerId: ids[0] ?? "", frozenAt: at, updatedAt: at };
  await inShop(shopId, (tx) => tx.ledgerAccount.create({ data: { shopId, ...frozen } }));
  const id = await start(shopId, fifty, { segment: "loyal" });
  await work(shopId);
  expect(await balances()).toEqual([0, 50, 0]);
  expect(await findBulk(shopId, id)).toMatchObject({
    run: { state: "done", customers: 2, problems: 1 },
    failed: [{ id: ids[0], name: "Ann 0", problem: "frozen" }],
  });
});

test("who is excluded from the program gets nothing, and it is said", async () => {
  const { shopId, ids, balances } = await shopOf(2);
  await excludeCustomer(shopId, ids[1] ?? "", by);
  const id = await start(shopId, fifty, { segment: "loyal" });
  await work(shopId);
  expect(await balances()).toEqual([50, 0, 0]);
  expect(await findBulk(shopId, id)).toMatchObject({
    run: { state: "done", customers: 2, problems: 1 },
    failed: [{ id: ids[1], problem: "excluded" }],
  });
});

test("a reward is given to whom Shopify knows, for no points; one that is put away to nobody", async () => {
  const stage = await openRewardShop(shopify, 0);
  const { id: shopId } = stage.shop;
  const rewardId = await stage.reward();
  const [guest = ""] = await addCustomers(shopId, [{ firstName: "Guest" }]);
  const gift: BulkWork = { kind: "reward", rewardId, reward: "5 off" };
  const id = await start(shopId, gift, {});
  await work(shopId, 1);
  await stage.drain();
  expect(await findBulk(shopId, id)).toMatchObject({
    run: { state: "done", customers: 2, problems: 1 },
    failed: [{ id: guest, problem: "not_in_shopify" }],
  });
  const given = await inShop(shopId, (tx) => tx.redemption.findMany());
  expect(given).toMatchObject([{ customerId: stage.ann, points: 0n, state: "issued" }]);

  const none = await start(shopId, { ...gift, rewardId: newId() }, {});
  await work(shopId);
  expect(await findBulk(shopId, none)).toMatchObject({
    run: { state: "failed", failure: "no_reward", customers: 0 },
  });
});

test("tags are put on in Shopify beside those that are there; without the permission that is said", async () => {
  const stage = await openRewardShop(shopify, 0);
  const { id: shopId } = stage.shop;
  const tagsOf = () => stage.store.customers.find(stage.atShopify.id, stage.annAtShopify)?.tags;
  const { acts } = shopify.standIn.context;
  const id = await start(shopId, { kind: "tags", tags: ["VIP", "early bird"] }, {});
  await work(shopId);
  expect(tagsOf()).toEqual(expect.arrayContaining(["VIP", "early bird"]));
  expect(await findBulk(shopId, id)).toMatchObject({ run: { state: "done", problems: 0 } });

  const scopes = ["read_customers", "read_orders"];
  acts.app.install(stage.atShopify, scopes);
  await shopify.signIn(stage.shop.domain);
  const denied = await start(shopId, { kind: "tags", tags: ["late"] }, {});
  await work(shopId);
  expect(await findBulk(shopId, denied)).toMatchObject({
    run: { state: "failed", failure: "missing_scope", customers: 0 },
  });
  expect(tagsOf()).not.toContain("late");
});
