import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "#app/ground/calendar.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { namedSegment } from "#app/segments/named-segments.ts";
import { type Rhythm, waitDays } from "#app/segments/rhythm.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import { namedSegments, rfmGrid, segmentDays } from "#app/segments/segments-overview.server.ts";
import { readScores } from "#app/segments/view.server.ts";
import { addCustomers } from "#tests/support/people.ts";
import { stageOf } from "#tests/support/segments/lifecycle.ts";
import { quintiles, recencyScore, score } from "#tests/support/segments/rfm.ts";
import { createShop } from "#tests/support/shop.ts";

const timezone = "America/New_York";
// Ten in the evening in New York: there it is still the day that is over in London.
const night = new Date("2026-03-10T02:00:00Z");

test("a shop's first night: every score, segment and stage is what the rules say", async () => {
  const shop = await createShop({ timezone });
  await addCustomers(shop.id, crowd(400));

  expect(await scoreCustomers(shop.id, night)).toEqual({ customers: 400, changed: 400 });

  const customers = await loadCustomers(shop.id);
  const run = await inShop(shop.id, (tx) => tx.segmentRun.findFirstOrThrow());
  const days = (at: Date | null) => daysBetween(at ?? night, night);
  const recency = quintiles(customers.map((customer) => days(customer.lastOrderAt)));
  const frequency = quintiles(customers.map(({ ordersCount }) => ordersCount));
  const monetary = quintiles(customers.map(({ spentMinor }) => Number(spentMinor)));
  expect(run).toMatchObject({
    customers: 400,
    changed: 400,
    thresholds: { recency, frequency, monetary },
  });
  expect(frequency.length, "more than half bought once").toBeLessThan(4);
  for (const customer of customers) {
    const r = recencyScore(days(customer.lastOrderAt), recency);
    const f = score(customer.ordersCount, frequency);
    const segment = namedSegment(r, f, 1 + frequency.length);
    expect(customer.score).toMatchObject({
      recency: r,
      frequency: f,
      monetary: score(Number(customer.spentMinor), monetary),
      segment,
      stage: stageOf(
        {
          daysSinceLastOrder: days(customer.lastOrderAt),
          orders: customer.ordersCount,
          previous: null,
        },
        waitDays(run.intervals as Rhythm, segment),
      ),
    });
  }
  expect(customers.map(({ score }) => score?.segmentSince)).toEqual(customers.map(() => night));
  expect(await inShop(shop.id, (tx) => tx.segmentMembership.count())).toBe(0);
});

test("the sizes of the segments are kept at each run; a day has those of its last", async () => {
  const shop = { ...(await createShop({ timezone })), timezone };
  await scoreCustomers(shop.id, new Date(night.getTime() - 2 * DAY_MS));
  await addCustomers(shop.id, crowd(60));
  await scoreCustomers(shop.id, new Date(night.getTime() - DAY_MS));
  await addCustomers(shop.id, crowd(20));
  await scoreCustomers(shop.id, new Date(night.getTime() - HOUR_MS));
  await scoreCustomers(shop.id, night);

  const days = await segmentDays(shop, new Date(night.getTime() - 30 * DAY_MS));
  const sumOf = (sizes: Record<string, number>) =>
    Object.values(sizes).reduce((sum, size) => sum + size, 0);
  // Nobody was there at first: that is not a day on which all left.
  expect(days.map(({ day, sizes }) => [day, sumOf(sizes)])).toEqual([
    ["2026-03-08", 60],
    ["2026-03-09", 80],
  ]);
  const customers = await loadCustomers(shop.id);
  const champions = customers.filter(({ score }) => score?.segment === "champions");
  expect(days.at(-1)?.sizes["champions"]).toBe(champions.length);
});

test("equal values score equally, also where 54 in 100 bought once", async () => {
  const shop = await createShop({ timezone });
  await addCustomers(shop.id, [
    ...Array.from({ length: 54 }, () => buyer({ ordersCount: 1 })),
    ...Array.from({ length: 46 }, (_, n) => buyer({ ordersCount: 2 + (n % 9) })),
  ]);

  await scoreCustomers(shop.id, night);

  const customers = await loadCustomers(shop.id);
  const scoresByCount = Map.groupBy(customers, ({ ordersCount }) => ordersCount);
  for (const [, same] of scoresByCount)
    expect(new Set(same.map((one) => one.score?.frequency)).size).toBe(1);
  expect(customers.filter((one) => one.score?.frequency === 1)).toHaveLength(54);
});

test("only rows that changed are written", async () => {
  const shop = await createShop({ timezone });
  const ids = await addCustomers(shop.id, crowd(200));
  await scoreCustomers(shop.id, night);
  const before = await versions(shop.id);

  expect(await scoreCustomers(shop.id, new Date(night.getTime() + 3_600_000))).toEqual({
    customers: 200,
    changed: 0,
  });
  expect(await versions(shop.id)).toEqual(before);

  const someone = ids[0] ?? "";
  await inShop(shop.id, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: someone } },
      data: { ordersCount: 50, lastOrderAt: night },
    }),
  );
  const ordered = await versions(shop.id);
  const { changed } = await scoreCustomers(shop.id, new Date(night.getTime() + 7_200_000));

  const after = await versions(shop.id);
  const written = [...after]
    .filter(([id, version]) => ordered.get(id) !== version)
    .map(([id]) => id);
  expect(written).toHaveLength(changed);
  expect(written).toContain(someone);
  expect(changed).toBeLessThan(10);
});

test("a customer grows quiet, is lost sight of, and is won back; each change is told once", async () => {
  const shop = await createShop({ timezone });
  await addCustomers(shop.id, crowd(200));
  const [ann = ""] = await addCustomers(shop.id, [
    buyer({ ordersCount: 6, spentMinor: 40_000n, lastOrderAt: daysBefore(night, 20) }),
  ]);
  const nightAfter = (days: number) => new Date(night.getTime() + days * DAY_MS);

  await scoreCustomers(shop.id, night);
  await scoreCustomers(shop.id, nightAfter(100));
  await scoreCustomers(shop.id, nightAfter(200));
  await inShop(shop.id, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: ann } },
      data: { ordersCount: 7, lastOrderAt: nightAfter(205) },
    }),
  );
  await scoreCustomers(shop.id, nightAfter(206));
  await scoreCustomers(shop.id, nightAfter(206));
  // Won back for as long as one wait; by then she has ordered again.
  await inShop(shop.id, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: ann } },
      data: { ordersCount: 8, lastOrderAt: nightAfter(290) },
    }),
  );
  await scoreCustomers(shop.id, nightAfter(300));

  const events = await inShop(shop.id, (tx) =>
    tx.event.findMany({
      where: { customerId: ann, type: "stage.changed" },
      orderBy: { occurredAt: "asc" },
    }),
  );
  expect(events.map(({ properties }) => properties)).toEqual([
    { from: "active", to: "at_risk" },
    { from: "at_risk", to: "lapsed" },
    { from: "lapsed", to: "won_back" },
    { from: "won_back", to: "active" },
  ]);

  const stays = await inShop(shop.id, (tx) =>
    tx.segmentMembership.findMany({ where: { customerId: ann }, orderBy: { leftAt: "asc" } }),
  );
  const score = (await loadCustomers(shop.id)).find(({ id }) => id === ann)?.score;
  expect(stays).not.toEqual([]);
  expect([...stays.map(({ enteredAt }) => enteredAt), score?.segmentSince]).toEqual([
    night,
    ...stays.map(({ leftAt }) => leftAt),
  ]);
});

test("the first night, and the night after an import, tell nothing: nobody entered anything", async () => {
  const shop = await createShop({ timezone });
  await addCustomers(shop.id, crowd(50));
  await scoreCustomers(shop.id, night);
  expect(await eventTypes(shop.id)).toEqual([]);

  await addCustomers(shop.id, crowd(50));
  await inShop(shop.id, (tx) =>
    tx.backfill.create({
      data: {
        shopId: shop.id,
        id: newId(),
        state: "done",
        requestedAt: night,
        finishedAt: new Date(night.getTime() + 1000),
      },
    }),
  );
  const second = new Date(night.getTime() + DAY_MS);
  await scoreCustomers(shop.id, second);
  expect(await eventTypes(shop.id)).toEqual([]);

  await addCustomers(shop.id, [buyer({ ordersCount: 1, lastOrderAt: second })]);
  await scoreCustomers(shop.id, new Date(night.getTime() + 2 * DAY_MS));
  expect(await eventTypes(shop.id)).toEqual(
    expect.arrayContaining(["segment.entered", "stage.changed"]),
  );
});

test("too few to be compared are in no segment, and nobody enters or leaves one when they become enough, or too few again", async () => {
  const shop = await createShop({ timezone });
  const [first = ""] = await addCustomers(shop.id, crowd(49));
  await scoreCustomers(shop.id, night);

  const few = await loadCustomers(shop.id);
  const compared = few.filter(({ score }) => score?.segment || score?.recency || score?.monetary);
  expect(compared).toEqual([]);
  expect(few.filter(({ score }) => score?.stage)).toHaveLength(49);
  expect(await rfmGrid(shop.id)).toMatchObject({ tooFew: { of: 50 } });
  expect(await segmentDays({ ...shop, timezone }, new Date(0))).toEqual([]);

  await addCustomers(shop.id, crowd(1));
  await scoreCustomers(shop.id, new Date(night.getTime() + DAY_MS));
  const enough = await loadCustomers(shop.id);
  expect(enough.filter(({ score }) => score?.segment && score.recency)).toHaveLength(50);
  expect(await rfmGrid(shop.id)).toMatchObject({ tooFew: null });
  const entered = (await namedSegments(shop.id)).map(({ entered30Days }) => entered30Days);
  expect(entered).toEqual(Array(11).fill(0));

  await inShop(shop.id, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: first } },
      data: { redactedAt: night },
    }),
  );
  await scoreCustomers(shop.id, new Date(night.getTime() + 2 * DAY_MS));
  const fewAgain = await loadCustomers(shop.id);
  expect(fewAgain.filter(({ score }) => score?.segment)).toEqual([]);
  const told = new Set(await eventTypes(shop.id));
  expect([...told].filter((type) => type.startsWith("segment."))).toEqual([]);
});

test("who was merged, forgotten, or has no order left is in no segment", async () => {
  const shop = await createShop({ timezone });
  const [kept = "", merged = "", forgotten = "", emptied = ""] = await addCustomers(
    shop.id,
    crowd(60),
  );
  await scoreCustomers(shop.id, night);
  const change = (id: string, data: object) =>
    inShop(shop.id, (tx) =>
      tx.customer.update({ where: { shopId_id: { shopId: shop.id, id } }, data }),
    );
  await change(merged, { mergedIntoId: kept });
  await change(forgotten, { redactedAt: night });
  await change(emptied, { ordersCount: 0, spentMinor: 0n, firstOrderAt: null, lastOrderAt: null });

  const next = new Date(night.getTime() + DAY_MS);
  expect((await scoreCustomers(shop.id, next)).customers).toBe(57);

  const gone = (await loadCustomers(shop.id)).filter(({ id }) =>
    [merged, forgotten, emptied].includes(id),
  );
  expect(gone.map(({ score }) => score)).toEqual([null, null, null]);
  const stays = await inShop(shop.id, (tx) =>
    tx.segmentMembership.findMany({ where: { customerId: { in: [merged, forgotten, emptied] } } }),
  );
  expect(stays.map(({ leftAt }) => leftAt)).toEqual([next, next, next]);
  const told = await inShop(shop.id, (tx) =>
    tx.event.findMany({ where: { customerId: { in: [merged, forgotten, emptied] } } }),
  );
  expect(told.map(({ customerId, type }) => [customerId, type])).toEqual([
    [emptied, "segment.left"],
  ]);
});

test("two runs at once do what one does", async () => {
  const [one, two] = [await createShop({ timezone }), await createShop({ timezone })];
  const people = crowd(300);
  await addCustomers(one.id, people);
  await addCustomers(two.id, people);
  await scoreCustomers(one.id, night);
  await scoreCustomers(two.id, night);

  const later = new Date(night.getTime() + 60 * DAY_MS);
  await Promise.all([scoreCustomers(one.id, later), scoreCustomers(one.id, later)]);
  await scoreCustomers(two.id, later);

  const counts = async (shopId: string) => ({
    events: (await eventTypes(shopId)).sort(),
    stays: await inShop(shopId, (tx) => tx.segmentMembership.count()),
    open: await inShop(shopId, (tx) => tx.customerScore.count()),
    stages: (await loadCustomers(shopId))
      .map(({ email, score }) => [email, score?.segment, score?.stage])
      .sort(),
  });
  expect(await counts(one.id)).toEqual(await counts(two.id));
  expect((await counts(one.id)).open).toBe(300);
});

test("a segment waits by its own intervals, and by the shop's while it has few", async () => {
  const shop = await createShop({ timezone });
  const people = [
    ...Array.from({ length: 40 }, () =>
      buyer({ ordersCount: 12, lastOrderAt: daysBefore(night, 1) }),
    ),
    ...Array.from({ length: 160 }, (_, n) =>
      buyer({ ordersCount: 1 + (n % 5), lastOrderAt: daysBefore(night, 30 + n) }),
    ),
  ];
  const ids = await addCustomers(shop.id, people);
  await addGaps(shop.id, ids.slice(0, 40), [3, 4, 5, 0]);
  await addGaps(shop.id, ids.slice(40, 60), [100]);

  await scoreCustomers(shop.id, night);

  const { intervals } = await inShop(shop.id, (tx) => tx.segmentRun.findFirstOrThrow());
  const rhythm = intervals as Rhythm;
  expect(rhythm.segments.champions).toEqual({ count: 120, avg: 4, median: 4, p90: 5 });
  expect(rhythm.shop).toMatchObject({ count: 140, p90: 100 });
  expect(waitDays(rhythm, "champions")).toBe(5);
  expect(waitDays(rhythm, "lost")).toBe(100);
});

function buyer(traits: { ordersCount: number; lastOrderAt?: Date; spentMinor?: bigint }) {
  const lastOrderAt = traits.lastOrderAt ?? daysBefore(night, 10);
  return {
    firstOrderAt: lastOrderAt,
    spentMinor: BigInt(traits.ordersCount * 2_500),
    ...traits,
    lastOrderAt,
  };
}

/** People whose buying has ties and long tails; always the same. */
function crowd(size: number) {
  const person = fc
    .record({
      ordersCount: fc.oneof(
        { weight: 54, arbitrary: fc.constant(1) },
        { weight: 46, arbitrary: fc.integer({ min: 2, max: 12 }) },
      ),
      price: fc.integer({ min: 5, max: 60 }),
      hours: fc.integer({ min: 0, max: 500 * 24 }),
      number: fc.uuid(),
    })
    .map(({ ordersCount, price, hours, number }) => ({
      ...buyer({
        ordersCount,
        spentMinor: BigInt(ordersCount * price * 100),
        lastOrderAt: new Date(night.getTime() - hours * 3_600_000),
      }),
      email: `${number}@example.com`,
    }));
  return fc.sample(person, { numRuns: size, seed: size });
}

function daysBetween(earlier: Date, later: Date): number {
  const day = (at: Date) => DateTime.fromJSDate(at, { zone: timezone }).startOf("day");
  return Math.round(day(later).diff(day(earlier), "days").days);
}

function daysBefore(at: Date, days: number): Date {
  return new Date(at.getTime() - days * DAY_MS);
}

function loadCustomers(shopId: string) {
  return inShop(shopId, async (tx) => {
    const customers = await tx.customer.findMany({ where: { shopId } });
    const scores = await readScores(
      tx,
      shopId,
      customers.map(({ id }) => id),
    );
    return customers.map((customer) => ({ ...customer, score: scores.get(customer.id) ?? null }));
  });
}

/** The version of each row: it changes whenever the row is written. */
async function versions(shopId: string): Promise<Map<string, string>> {
  const rows = await inShop(
    shopId,
    (tx) =>
      tx.$queryRaw<
        { id: string; version: string }[]
      >`SELECT customer_id::text AS id, xmin::text || ctid::text AS version FROM customer_score`,
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}

async function eventTypes(shopId: string): Promise<string[]> {
  const events = await inShop(shopId, (tx) => tx.event.findMany({ where: { shopId } }));
  return events.map(({ type }) => type);
}

let nextOrderId = 1n;

async function addGaps(shopId: string, customerIds: string[], gaps: number[]): Promise<void> {
  const { currency } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const money = {
    totalMinor: 1000n,
    subtotalMinor: 1000n,
    taxMinor: 0n,
    shippingMinor: 0n,
    discountMinor: 0n,
  };
  const orders = customerIds.flatMap((customerId) =>
    gaps.map((gapDays) => ({
      ...money,
      shopId,
      id: nextOrderId++,
      customerId,
      gapDays,
      name: "#1",
      currency,
      presentmentCurrency: currency,
      financialState: "paid",
      sourceUpdatedAt: night,
      createdAt: night,
      processedAt: night,
    })),
  );
  await inShop(shopId, (tx) => tx.order.createMany({ data: orders }));
}
