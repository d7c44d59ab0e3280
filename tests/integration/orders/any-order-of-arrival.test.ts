import fc from "fast-check";
import { expect, test } from "vitest";

import { inTurn } from "#app/events/run-all.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { loadEvents } from "#app/events/load-events.server.ts";
import { awardMilestones } from "#app/loyalty/earning/actions/award-milestones.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { claimForEvents } from "#app/loyalty/earning/orders/claim-points.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { deliver, type Sent } from "#tests/support/deliver.ts";
import {
  customerPayload,
  fulfillmentPayload,
  orderPayload,
  refundPayload,
} from "#tests/support/payloads.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 25);

/**
 * One story of a shop, as Shopify tells it: five people of whom some share an email at different times, orders that are
 * paid, changed, refunded, cancelled and shipped, each step told by every topic that would tell it.
 */
const story = fc
  .record({
    emails: fc.array(fc.constantFrom("a@x.test", "b@x.test", "c@x.test", null), {
      minLength: 3,
      maxLength: 3,
    }),
    moves: fc.array(
      fc.record({
        customer: fc.integer({ min: 1, max: 3 }),
        email: fc.constantFrom("a@x.test", "b@x.test", "d@x.test"),
      }),
      {
        maxLength: 3,
      },
    ),
    merge: fc.option(fc.constantFrom([1, 2] as const, [2, 3] as const, [3, 1] as const), {
      nil: null,
    }),
    orders: fc.array(
      fc.record({
        customer: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        email: fc.constantFrom("a@x.test", "b@x.test", "e@x.test", null),
        steps: fc.subarray(["pay", "refund", "ship", "deliver", "cancel", "grow"] as const),
        test: fc.integer({ min: 0, max: 9 }).map((die) => die === 0),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(tell);

test(
  `any order and number of arrivals ends in the same state (${RUNS} stories)`,
  { timeout: Math.max(240_000, RUNS * 6_000) },
  async () => {
    await assertRandomly(
      fc.asyncProperty(
        story.chain((sent) =>
          fc.record({
            sent: fc.constant(sent),
            shuffled: fc.shuffledSubarray([...sent, ...sent], {
              minLength: sent.length * 2,
              maxLength: sent.length * 2,
            }),
            batches: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 8, maxLength: 8 }),
          }),
        ),
        async ({ sent, shuffled, batches }) => {
          const inOrder = await stateAfter(sent, [1]);
          const anyOrder = await stateAfter(shuffled, batches);
          expect(anyOrder).toEqual(inOrder);
        },
      ),
      RUNS,
      { endOnFailure: true },
    );
  },
);

async function stateAfter(sent: readonly Sent[], batches: readonly number[]) {
  const shop = await createShop();
  for (let start = 0, turn = 0; start < sent.length; turn++) {
    const size = batches[turn % batches.length] ?? 1;
    await deliver(shop.domain, sent.slice(start, start + size));
    await processDeliveries(shop.domain);
    await react(shop.id);
    start += size;
  }
  await react(shop.id);
  expect(await verifyLedger(shop.id)).toEqual([]);
  return readState(shop.id);
}

/** The points of orders alone: tiers and achievements keep when they were reached, which arrival decides. */
const ledgerHandlers = {
  "update-loyalty": inTurn(awardPoints, claimForEvents, awardMilestones),
  "merge-accounts": handlers["merge-accounts"],
};

/** Does what the events call for in the ledger; the rest would call Shopify. */
async function react(shopId: string): Promise<void> {
  for (const [name, handler] of Object.entries(ledgerHandlers)) {
    const events = await inShop(shopId, async (tx) => {
      const due = await tx.reaction.findMany({ where: { name, state: "pending" } });
      return loadEvents(
        tx,
        due.map(({ eventId }) => eventId),
      );
    });
    // What was only told late to have been paid waits until something says when.
    const later = await handler(shopId, events).then(() => new Set<string>(), laterOf);
    const done = events.filter(({ id }) => !later.has(id)).map(({ id }) => id);
    await inShop(shopId, (tx) =>
      tx.reaction.deleteMany({ where: { name, eventId: { in: done } } }),
    );
  }
}

function laterOf(error: unknown): ReadonlySet<string> {
  if (error instanceof PartialRetry) return error.eventIds;
  throw error;
}

/** All that must not depend on arrival: ids that we make up are replaced by what the record is known by. */
async function readState(shopId: string) {
  return inShop(shopId, async (tx) => {
    const people = await tx.customer.findMany();
    const name = (id: string | null): string | null => {
      const person = people.find((one) => one.id === id);
      if (person?.mergedIntoId) return `merged, ${name(person.mergedIntoId)}`;
      return person ? `${person.shopifyId ?? person.email}` : null;
    };
    const events = await tx.event.findMany();
    return {
      people: people
        .filter(({ mergedIntoId, shopifyId }) => mergedIntoId === null || shopifyId !== null)
        .map(({ id: _, shopId: __, mergedIntoId, ...person }) => ({
          ...person,
          mergedInto: name(mergedIntoId),
        }))
        .toSorted(by(({ shopifyId, email }) => `${shopifyId} ${email}`)),
      identifiers: (await tx.identifier.findMany())
        .map(({ shopId: _, customerId, valueHash, ...one }) => ({
          ...one,
          owner: name(customerId),
          hash: valueHash.length,
        }))
        .toSorted(
          by(({ kind, owner, claimedBy, firstSeenAt, lastSeenAt }) =>
            [kind, owner, claimedBy, +firstSeenAt, +lastSeenAt].join(" "),
          ),
        ),
      orders: (await tx.order.findMany({ orderBy: { id: "asc" } })).map(
        ({ shopId: _, guestEmailHash, customerId, ...order }) => ({
          ...order,
          guest: guestEmailHash !== null,
          owner: name(customerId),
        }),
      ),
      // What the ledger went through may differ; what everybody has may not.
      points: (await tx.ledgerAccount.findMany())
        .map(({ customerId, available, pending, debt, qualifying }) => ({
          owner: name(customerId),
          available,
          pending,
          debt,
          qualifying,
        }))
        .filter(({ available, pending, debt }) => available + pending + debt > 0n)
        .toSorted(by(({ owner }) => `${owner}`)),
      awards: (await tx.orderAward.findMany({ orderBy: { orderId: "asc" } }))
        .filter(({ posted }) => posted > 0n)
        .map(({ orderId, posted, lineRates, customerId }) => ({
          orderId,
          posted,
          lineRates,
          owner: name(customerId),
        })),
      lines: (await tx.orderLine.findMany({ orderBy: { id: "asc" } })).map(without),
      refunds: (await tx.refund.findMany({ orderBy: { id: "asc" } })).map(without),
      refundLines: (await tx.refundLine.findMany({ orderBy: { id: "asc" } })).map(without),
      fulfillments: (await tx.fulfillment.findMany({ orderBy: { id: "asc" } })).map(without),
      // That a known order changed, that records were two at first, and each step of the points, is how it came to be.
      events: events
        .filter(
          ({ type }) =>
            ![
              "order.changed",
              "order.paid_before",
              "order.versions_tied",
              "customer.merged",
              "points.changed",
            ].includes(type),
        )
        .filter(({ type, dedupeKey }) => type !== "customer.created" || /\.\d+$/.test(dedupeKey))
        .map(({ type, dedupeKey, customerId }) => ({ type, dedupeKey, owner: name(customerId) }))
        .toSorted(by(({ dedupeKey }) => dedupeKey)),
    };
  });
}

type Story = {
  emails: readonly (string | null)[];
  moves: readonly { customer: number; email: string }[];
  merge: readonly [number, number] | null;
  orders: readonly {
    customer: number | null;
    email: string | null;
    steps: readonly string[];
    test: boolean;
  }[];
};

function tell({ emails, moves, merge, orders }: Story): Sent[] {
  const clock = ticking();
  const people = emails.map((email, place) => {
    const at = clock();
    return {
      id: BigInt(place + 1),
      email,
      firstName: `P${place + 1}`,
      createdAt: at,
      updatedAt: at,
    };
  });
  const sent: Sent[] = people.map((person) => ({
    topic: "customers/create",
    payload: customerPayload(person),
  }));
  const send = (topic: string, payload: object) =>
    sent.push({ topic, payload, triggeredAt: new Date(clock()) });

  orders.forEach((order, place) => {
    const id = BigInt(100 + place);
    const at = clock();
    const customer = order.customer === null ? null : (people[order.customer - 1] ?? null);
    const lines = [
      { id: id * 10n, price: "40.00", quantity: 2 },
      { id: id * 10n + 1n, price: "9.99", quantity: 1 },
    ];
    let now = {
      id,
      customer,
      email: order.email,
      createdAt: at,
      test: order.test,
      financialStatus: "pending",
      lines,
    };
    const tellOrder = (topic: string) => {
      const payload = orderPayload({ ...now, updatedAt: clock() });
      send(topic, payload);
      send("orders/updated", payload);
    };
    tellOrder("orders/create");
    for (const step of order.steps) {
      if (step === "pay") now = { ...now, financialStatus: "paid" };
      if (step === "grow")
        now = { ...now, lines: [{ id: id * 10n, price: "40.00", quantity: 3 }, ...lines.slice(1)] };
      if (step === "cancel") now = { ...now, ...{ cancelledAt: clock() } };
      if (step === "refund") {
        const refund = { id: id + 1000n, orderId: id, amount: "40.00", createdAt: clock() };
        const line = { id: id + 2000n, lineId: id * 10n, quantity: 1, subtotal: "40.00" };
        const payload = refundPayload({ ...refund, lines: [line] });
        send("refunds/create", payload);
        now = { ...now, financialStatus: "partially_refunded", ...{ refunds: [payload] } };
      }
      if (step === "ship" || step === "deliver") {
        const delivered =
          step === "deliver" ? { updatedAt: clock(), shipmentStatus: "delivered" } : {};
        const fulfillment = { id: id + 3000n, orderId: id, createdAt: at, ...delivered };
        send(
          step === "ship" ? "fulfillments/create" : "fulfillments/update",
          fulfillmentPayload(fulfillment),
        );
        if (step === "deliver") {
          const event = {
            fulfillment_id: fulfillment.id,
            order_id: id,
            status: "delivered",
            happened_at: clock(),
          };
          send("fulfillment_events/create", event);
        }
      }
      tellOrder(
        step === "pay" ? "orders/paid" : step === "cancel" ? "orders/cancelled" : "orders/updated",
      );
    }
  });
  for (const { customer, email } of moves) {
    const person = people[customer - 1];
    if (person) send("customers/update", customerPayload({ ...person, email, updatedAt: clock() }));
  }
  if (merge) {
    send("customers/merge", {
      admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${merge[0]}`,
      admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${merge[1]}`,
      status: "completed",
    });
  }
  return sent;
}

/** A clock on which some things happen in the same second, as in Shopify's payloads. */
function ticking(): () => string {
  let ticks = 0;
  return () =>
    new Date(Date.UTC(2026, 2, 1) + Math.floor(ticks++ / 2) * 3_600_000 * 7).toISOString();
}

function without<Row extends { shopId: string }>({ shopId: _, ...row }: Row) {
  return row;
}

function by<Item>(key: (item: Item) => string) {
  return (one: Item, other: Item) => (key(one) < key(other) ? -1 : 1);
}
