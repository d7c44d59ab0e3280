import { expect, test } from "vitest";

import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { keepPlans } from "#app/ground/kept-plans.server.ts";
import { createShop } from "#tests/support/shop.ts";

test("a connection is told once what is asked of it again and again, and plans each time what is asked elsewhere", async () => {
  const { id: shopId } = await createShop();
  const work = () =>
    inShop(shopId, async (tx) => {
      const customers = await tx.$queryRaw<unknown[]>`
        SELECT id FROM customer WHERE shop_id = ${shopId}::uuid AND id = ANY(${[shopId]}::uuid[])`;
      expect(customers).toEqual([]);
      return known(tx);
    });
  expect(await work()).toEqual({ statements: 0, plans: 0 });
  // Also where one thing after another is waited for.
  const within = () => keepPlans(async () => [await work(), await work()]);
  // The second time it is run by the plan of the first.
  expect((await within())[1]).toEqual({ statements: 1, plans: 0 });
  expect((await within())[1]).toEqual({ statements: 1, plans: 0 });
});

/** How often the statement is known by a name to the transaction's connection, and how often it was planned for its values alone. */
async function known(tx: ShopTx) {
  const [row] = await tx.$queryRaw<unknown[]>`
    SELECT count(*)::int AS statements, COALESCE(sum(custom_plans), 0)::int AS plans FROM pg_prepared_statements WHERE statement LIKE '%FROM customer WHERE shop_id%AND id = ANY%'
      AND statement NOT LIKE '%pg_prepared_statements%'`;
  return row;
}
