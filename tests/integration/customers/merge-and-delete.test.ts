import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { inTurn } from "#app/events/run-all.server.ts";
import { loadEvents } from "#app/events/load-events.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { claimForEvents } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import { customerPayload, orderPayload } from "#tests/support/payloads.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

const [KEPT, MERGED] = [1n, 2n];
const BOTH_DELETED_RUNS = 12;

const merge: Sent = {
  topic: "customers/merge",
  payload: {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${KEPT}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${MERGED}`,
    status: "completed",
  },
};
const deletionOf = (id: bigint): Sent => ({ topic: "customers/delete", payload: { id } });

describe("a merge and a deletion, each told twice, have one end in any order", () => {
  test.each([
    ["the record that was merged", deletionOf(MERGED)],
    ["the record that is kept", deletionOf(KEPT)],
  ])("of %s", async (_, deletion) => {
    const first = await endOf([[merge], [deletion]]);
    expect(first.orders.map(({ owner }) => owner)).toEqual(["1", "1", "1"]);
    expect(first.people).toMatchObject([{}, { mergedInto: "1", email: null, firstName: null }]);
    for (const order of ordersOf(merge, deletion)) {
      expect(await endOf(order.map((one) => [one]))).toEqual(first);
      expect(await endOf([order.slice(0, 2), order.slice(2)])).toEqual(first);
    }
  });

  test(`of both (${BOTH_DELETED_RUNS} shuffles)`, { timeout: 120_000 }, async () => {
    const all = [merge, deletionOf(KEPT), deletionOf(MERGED)];
    const first = await endOf(all.map((one) => [one]));
    expect(first.identifiers).toEqual([]);
    const shuffles = fc.shuffledSubarray([...all, ...all], { minLength: 6, maxLength: 6 });
    await assertRandomly(
      fc.asyncProperty(shuffles, async (order) => {
        expect(await endOf(order.map((one) => [one]))).toEqual(first);
      }),
      BOTH_DELETED_RUNS,
      { endOnFailure: true },
    );
  });
});

/** Both twice, in each of the six orders. */
function ordersOf(one: Sent, other: Sent): Sent[][] {
  const ways = [0b0011, 0b0101, 0b0110, 0b1001, 0b1010, 0b1100];
  return ways.map((bits) => [0, 1, 2, 3].map((place) => (bits & (1 << place) ? one : other)));
}

/** Two people and a guest buy something; then these come, some at a time. What is so afterwards. */
async function endOf(batches: readonly (readonly Sent[])[]) {
  const shop = await createShop();
  const [kept, merged] = [person(KEPT, "ada@x.test"), person(MERGED, "ada.old@x.test")];
  const before: Sent[] = [
    ...[kept, merged].map((payload) => ({
      topic: "customers/create",
      payload: { ...payload, state: "enabled" },
    })),
    ...[kept, merged].map(({ id, email }) => ({
      topic: "customers_email_marketing_consent/update",
      payload: {
        customer_id: id,
        email_address: email,
        email_marketing_consent: { state: "subscribed" },
      },
    })),
    ...[kept, merged, null].map((customer, place) => ({
      topic: "orders/create",
      payload: orderPayload({
        id: 100n + BigInt(place),
        customer: customer && { id: customer.id, email: customer.email },
        email: "ada.old@x.test",
        financialStatus: "paid",
        lines: [{ id: 1000n + BigInt(place), price: "40.00", quantity: 1 }],
      }),
    })),
  ];
  for (const batch of [before, ...batches]) {
    await deliver(shop.domain, batch);
    await processDeliveries(shop.domain);
    await react(shop.id);
  }
  expect(await verifyLedger(shop.id)).toEqual([]);
  return readEnd(shop.id);
}

function person(id: bigint, email: string) {
  return { ...customerPayload({ id, email, firstName: "Ada" }), email };
}

const ledgerHandlers = {
  "update-loyalty": inTurn(awardPoints, claimForEvents),
  "merge-accounts": handlers["merge-accounts"],
};

/** Does what the events call for in the ledger; the rest would call Shopify. */
async function react(shopId: string): Promise<void> {
  for (const [name, handler] of Object.entries(ledgerHandlers)) {
    const events = await inShop(shopId, async (tx) => {
      const due = await tx.reaction.findMany({ where: { name, state: "pending" } });
      const ids = due.map(({ eventId }) => eventId);
      await tx.reaction.deleteMany({ where: { name, eventId: { in: ids } } });
      return loadEvents(tx, ids);
    });
    await handler(shopId, events);
  }
}

function readEnd(shopId: string) {
  return inShop(shopId, async (tx) => {
    const people = await tx.customer.findMany({ orderBy: { shopifyId: "asc" } });
    const name = (id: string | null) =>
      String(people.find((one) => one.id === id)?.shopifyId ?? id ?? "nobody");
    const identifiers = await tx.identifier.findMany();
    const consents = await tx.consent.findMany();
    const accounts = await tx.ledgerAccount.findMany();
    return {
      people: people.map(({ id: _, shopId: __, redactedAt, mergedIntoId, ...one }) => ({
        ...one,
        redacted: redactedAt !== null,
        mergedInto: mergedIntoId && name(mergedIntoId),
      })),
      identifiers: identifiers
        .map(({ kind, customerId, claimedBy }) => `${kind} ${name(customerId)} ${claimedBy}`)
        .toSorted(),
      consents: consents.map(({ customerId, state }) => `${name(customerId)} ${state}`).toSorted(),
      orders: (await tx.order.findMany({ orderBy: { id: "asc" } })).map(({ id, customerId }) => ({
        id,
        owner: name(customerId),
      })),
      points: accounts
        .map(({ customerId, available, pending }) => ({
          owner: name(customerId),
          available,
          pending,
        }))
        .filter(({ available, pending }) => available + pending > 0n),
    };
  });
}
