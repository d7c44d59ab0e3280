import { afterAll, beforeAll, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { collectionChanged, readCollections } from "#app/orders/collections.server.ts";
import { fetchOrders } from "#app/orders/from-graphql/fetch-orders.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { CollectionInput, OrderInput } from "#tests/stand-in/acts/inputs.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

const freeShipping = `#graphql
  mutation {
    discountCodeFreeShippingCreate(freeShippingCodeDiscount: {
      title: "Post", code: "POST", startsAt: "2020-01-01T00:00:00Z", destination: { all: true }, customerSelection: { all: true }
    }) { userErrors { message } }
  }`;
const react = () => drainReactions(handlers, new AbortController().signal);

test("the collections that the program decides by are read when it is saved, and again when they change", async () => {
  const { shop, atShopify } = await connected.open();
  const { acts, store } = connected.standIn.context;
  const products = store.products.list(atShopify.id).map(({ id }) => id);
  const teas = acts.collections.create(
    atShopify,
    CollectionInput.parse({ title: "Teas", productIds: [products[0]] }),
  );
  const id = BigInt(teas.id);
  const known = () =>
    inShop(shop.id, async (tx) => ({
      collections: await tx.collection.findMany({ select: { id: true, title: true } }),
      products: (await tx.productCollection.findMany()).map(({ productId }) => String(productId)),
    }));

  await saveProgram(shop.id, { excludedCollectionIds: [id, 404n] }, now());
  expect(await dueJobs(shop.id, now())).toContain("read-collections");
  await react();
  // One that Shopify does not have is none: orders do not wait for it.
  expect(await known()).toEqual({
    collections: [{ id, title: "Teas" }],
    products: [products[0]],
  });
  expect(await dueJobs(shop.id, now())).not.toContain("read-collections");

  store.collections.put(atShopify.id, { ...teas, productIds: [products[1] as string] });
  await readCollections(shop.id);
  expect((await known()).products).toEqual([products[0]]);
  await collectionChanged(shop.id, id);
  expect(await dueJobs(shop.id, now())).toContain("read-collections");
  await readCollections(shop.id);
  expect((await known()).products).toEqual([products[1]]);
});

test("what shipping cost, its discount and its tax are the same whether they are sent or asked for", async () => {
  const { shop, atShopify } = await connected.open({ currency: "USD", taxRate: 0.2 });
  const { acts } = connected.standIn.context;
  await adminGraphql(shop.domain, freeShipping);
  const bought = acts.orders.create(
    atShopify,
    OrderInput.parse({
      customer: { email: "ada@example.com" },
      lines: [{ sku: "Teapot", quantity: 1 }],
      discountCodes: [{ code: "POST" }],
      shipping: "10.00",
    }),
  );
  acts.orders.create(
    atShopify,
    OrderInput.parse({
      customer: { email: "ada@example.com" },
      lines: [{ sku: "Teapot", quantity: 1 }],
      shipping: "10.00",
    }),
  );
  await connected.settle(atShopify);

  const sent = await inShop(shop.id, (tx) => tx.order.findMany({ orderBy: { id: "asc" } }));
  const money = sent.map((order) => [
    order.shippingMinor,
    order.shippingDiscountMinor,
    order.shippingTaxMinor,
  ]);
  expect(money).toEqual([
    [1000n, 1000n, 0n],
    [1000n, 0n, 167n],
  ]);
  const asked = await fetchOrders(
    shop.domain,
    sent.map(({ id }) => `gid://shopify/Order/${id}`),
  );
  const facts = asked.flatMap(({ orders }) => orders);
  expect(facts.find(({ id }) => id === BigInt(bought.id))).toMatchObject({
    shippingMinor: 1000n,
    shippingDiscountMinor: 1000n,
    shippingTaxMinor: 0n,
  });
  expect(facts.map(({ shippingTaxMinor }) => shippingTaxMinor).toSorted()).toEqual([0n, 167n]);
});

test("case 14: an order that a reward's gift card paid a part of earns for the rest", async () => {
  const { shop, atShopify } = await connected.open({ currency: "USD" });
  const { acts } = connected.standIn.context;
  const create = `#graphql
    mutation { giftCardCreate(input: { initialValue: "10.00" }) { giftCard { id } giftCardCode userErrors { message } } }`;
  const { giftCardCreate } = await adminGraphql<{
    giftCardCreate: { giftCard: { id: string }; giftCardCode: string };
  }>(shop.domain, create);

  const order = { customer: { email: "ada@example.com" }, lines: [{ sku: "Teapot", quantity: 1 }] };
  acts.orders.create(atShopify, OrderInput.parse(order));
  await connected.settle(atShopify);
  await react();
  const points = () =>
    inShop(shop.id, async (tx) => {
      const { _sum } = await tx.ledgerAccount.aggregate({ _sum: { available: true } });
      return _sum.available;
    });
  expect(await points()).toBe(24n);

  await inShop(shop.id, async (tx) => {
    const { id: customerId } = await tx.customer.findFirstOrThrow();
    const redemptionId = newId();
    await tx.redemption.create({
      data: {
        shopId: shop.id,
        id: redemptionId,
        customerId,
        rewardId: newId(),
        clientKey: redemptionId,
        state: "captured",
        points: 0n,
        rewardSnapshot: { kind: "gift_card", amountMinor: "1000" },
        heldAt: now(),
        issuedAt: now(),
      },
    });
    await tx.rewardIssue.create({
      data: {
        shopId: shop.id,
        redemptionId,
        state: "issued",
        shopifyGid: giftCardCreate.giftCard.id,
      },
    });
  });
  acts.orders.create(
    atShopify,
    OrderInput.parse({ ...order, giftCards: [giftCardCreate.giftCardCode] }),
  );
  await connected.settle(atShopify);
  await react();
  await react();
  const paid = await inShop(shop.id, (tx) =>
    tx.order.findFirstOrThrow({ where: { paidWithCredit: true } }),
  );
  expect(paid.creditsPaid).toEqual({
    giftCards: [{ id: giftCardCreate.giftCard.id.split("/").at(-1), minor: "1000" }],
    storeCredit: "0",
  });
  expect(await points()).toBe(24n + 14n);
});

test("case 15, setting: what a gift card pays waits to be known, and earns nothing where its sale did", async () => {
  const { shop, atShopify } = await connected.open({ currency: "USD" });
  const { acts } = connected.standIn.context;
  await saveProgram(shop.id, { giftCards: "when_bought" }, now());
  const create = `#graphql
    mutation { giftCardCreate(input: { initialValue: "10.00" }) { giftCardCode userErrors { message } } }`;
  const { giftCardCreate } = await adminGraphql<{ giftCardCreate: { giftCardCode: string } }>(
    shop.domain,
    create,
  );
  acts.orders.create(
    atShopify,
    OrderInput.parse({
      customer: { email: "ada@example.com" },
      lines: [{ sku: "Teapot", quantity: 1 }],
      giftCards: [giftCardCreate.giftCardCode],
    }),
  );
  await connected.settle(atShopify);
  const entries = () =>
    inShop(shop.id, (tx) => tx.ledgerEntry.findMany({ where: { kind: "earn" } }));
  await react();
  await react();
  // Once, and never first the whole and then less.
  expect((await entries()).map(({ availableDelta }) => availableDelta)).toEqual([14n]);
});
