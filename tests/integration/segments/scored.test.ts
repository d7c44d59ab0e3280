import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { namedSegment, segmentKeys } from "#app/segments/named-segments.ts";
import { FEWEST_BUYERS, highestScore, notCompared } from "#app/segments/rfm.ts";
import { type Rhythm, waitDays } from "#app/segments/rhythm.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import { readScores } from "#app/segments/view.server.ts";
import { addCustomers } from "#tests/support/people.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { type Stage, stageOf } from "#tests/support/segments/lifecycle.ts";
import { quintiles, recencyScore, score } from "#tests/support/segments/rfm.ts";
import { createShop } from "#tests/support/shop.ts";

const HOUR_MS = 3_600_000;
const stages: readonly Stage[] = ["new", "active", "at_risk", "lapsed", "won_back"];

/** A shop's nights begin on different days, and some of its days have 23 or 25 hours. */
const night = fc.constantFrom(
  { timezone: "America/New_York", now: new Date("2026-03-10T02:00:00Z") },
  { timezone: "Europe/London", now: new Date("2026-10-26T00:30:00Z") },
  { timezone: "Pacific/Auckland", now: new Date("2026-04-05T15:00:00Z") },
  { timezone: "Asia/Kolkata", now: new Date("2026-12-31T18:29:59Z") },
);

// Whole hours, and few of them: many customers share a day, a threshold, or the very moment in which a stage began.
const hoursAgo = fc.oneof(
  fc.integer({ min: 0, max: 300 * 24 }),
  fc.integer({ min: 0, max: 300 }).map((days) => days * 24),
);

const person = fc.record({
  ordersCount: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
  spentMinor: fc.oneof(fc.constant(2_500), fc.integer({ min: -500, max: 90_000 })),
  lastOrder: hoursAgo,
  previous: fc.option(
    fc.record({
      segment: fc.constantFrom(...segmentKeys),
      entered: hoursAgo,
      stage: fc.constantFrom(...stages),
      since: hoursAgo,
    }),
  ),
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant("scored") },
    { weight: 1, arbitrary: fc.constantFrom("never ordered", "merged", "forgotten") },
  ),
});

// Too few to be compared, and enough.
const crowd = fc.oneof(
  fc.array(person, { maxLength: 60 }),
  fc.array(person, { minLength: 60, maxLength: 90 }),
);

// How long nine in ten wait, in the shop and in some segments; with fewer than 30 intervals that says nothing.
const intervals = fc
  .record({ count: fc.constantFrom(29, 30), quarters: fc.integer({ min: 1, max: 480 }) })
  .map(({ count, quarters }) => ({ count, p90: quarters / 4 }))
  .map(({ count, p90 }) => ({ count, avg: p90, median: p90, p90 }));

const waits = fc.option(
  fc.record({
    shop: fc.option(intervals),
    segments: fc.dictionary(fc.constantFrom(...segmentKeys), intervals),
  }),
);

type Person = typeof person extends fc.Arbitrary<infer Made> ? Made : never;
type Night = typeof night extends fc.Arbitrary<infer Made> ? Made : never;

test("what SQL writes of any customer of any shop is what the rules say", async () => {
  await assertRandomly(
    fc.asyncProperty(night, crowd, waits, async (night, people, waits) => {
      const shop = await createShop({ timezone: night.timezone });
      if (waits) await addRun(shop.id, night.now, { ...waits, repeats: repeatsOf(people) });
      const ids = await addCustomers(
        shop.id,
        people.map((one) => rowOf(one, night.now)),
      );

      await scoreCustomers(shop.id, night.now);

      const { run, scores, stays } = await inShop(shop.id, async (tx) => ({
        run: await tx.segmentRun.findFirstOrThrow({ orderBy: { at: "desc" } }),
        scores: await readScores(tx, shop.id, ids),
        stays: await tx.segmentMembership.findMany({ orderBy: { customerId: "asc" } }),
      }));
      const rhythm = run.intervals as Rhythm;
      if (waits) expect(rhythm).toMatchObject(waits);
      const expected = expectedScores(people, night, rhythm);
      expect(run).toMatchObject({
        customers: people.filter(({ kind }) => kind === "scored").length,
        thresholds: expected.thresholds,
      });
      expect(ids.map((id) => scores.get(id) ?? null)).toEqual(expected.scores);
      expect(stays).toEqual(
        people.flatMap(({ previous }, n) =>
          previous && previous.segment !== expected.scores[n]?.segment
            ? {
                shopId: shop.id,
                customerId: ids[n],
                segment: previous.segment,
                enteredAt: before(night.now, previous.entered),
                leftAt: night.now,
              }
            : [],
        ),
      );
    }),
    25,
  );
});

function rowOf(
  { ordersCount, spentMinor, lastOrder, previous, kind }: Person,
  now: Date,
): Parameters<typeof addCustomers>[1][number] {
  const lastOrderAt = before(now, lastOrder);
  return {
    ...(kind === "never ordered"
      ? {}
      : { ordersCount, spentMinor: BigInt(spentMinor), firstOrderAt: lastOrderAt, lastOrderAt }),
    ...(kind === "merged" ? { mergedIntoId: "018f0000-0000-7000-8000-000000000001" } : {}),
    ...(kind === "forgotten" ? { redactedAt: now } : {}),
    score: previous && {
      segment: previous.segment,
      segmentSince: before(now, previous.entered),
      stage: previous.stage,
      stageSince: before(now, previous.since),
    },
  };
}

function repeatsOf(people: Person[]): number {
  return people
    .filter(({ kind }) => kind === "scored")
    .reduce((sum, { ordersCount }) => sum + ordersCount - 1, 0);
}

/** A run of the night before, with waits that still hold. */
async function addRun(shopId: string, now: Date, rhythm: Omit<Rhythm, "at">): Promise<void> {
  const at = before(now, 24);
  const data = { shopId, id: newId(), at, thresholds: {}, customers: 0, changed: 0 };
  await inShop(shopId, (tx) =>
    tx.segmentRun.create({ data: { ...data, intervals: { ...rhythm, at: at.toISOString() } } }),
  );
}

/** The rules, customer by customer; null for who has no score. */
function expectedScores(people: Person[], { timezone, now }: Night, rhythm: Rhythm) {
  const daysSince = (hours: number) => {
    const day = (at: Date) => DateTime.fromJSDate(at, { zone: timezone }).startOf("day");
    return Math.round(day(now).diff(day(before(now, hours)), "days").days);
  };
  const scored = people.filter(({ kind }) => kind === "scored");
  const areCompared = scored.length >= FEWEST_BUYERS;
  const fifths = {
    recency: quintiles(scored.map(({ lastOrder }) => daysSince(lastOrder))),
    frequency: quintiles(scored.map(({ ordersCount }) => ordersCount)),
    monetary: quintiles(scored.map(({ spentMinor }) => spentMinor)),
  };
  const thresholds = areCompared ? fifths : notCompared;

  const scores = people.map(({ ordersCount, spentMinor, lastOrder, previous, kind }) => {
    if (kind !== "scored") return null;
    const recency = recencyScore(daysSince(lastOrder), thresholds.recency);
    const frequency = score(ordersCount, thresholds.frequency);
    const segment = areCompared
      ? namedSegment(recency, frequency, highestScore(thresholds.frequency))
      : null;
    const since = previous?.segment === segment ? before(now, previous.entered) : now;
    const stage = stageOf(
      {
        daysSinceLastOrder: daysSince(lastOrder),
        orders: ordersCount,
        previous: previous && {
          stage: previous.stage,
          days: daysSince(previous.since),
          orderedSince: lastOrder < previous.since,
        },
      },
      waitDays(rhythm, segment),
    );
    return {
      recency: areCompared ? recency : null,
      frequency: areCompared ? frequency : null,
      monetary: areCompared ? score(spentMinor, thresholds.monetary) : null,
      segment,
      segmentSince: segment && since,
      stage,
      stageSince: previous?.stage === stage ? before(now, previous.since) : now,
    };
  });
  return { thresholds, scores };
}

function before(at: Date, hours: number): Date {
  return new Date(at.getTime() - hours * HOUR_MS);
}
