import fc from "fast-check";
import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { comparable, mayHaveChanged } from "#app/segments/may-have-changed.server.ts";
import { measureShop } from "#app/segments/measure-shop.server.ts";
import type { Rhythm } from "#app/segments/rhythm.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import { scored } from "#app/segments/scored.server.ts";
import { readScores } from "#app/segments/view.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";
import { addCustomers } from "#tests/support/people.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";
import { until } from "#tests/support/wait.ts";

const HOUR_MS = 3_600_000;
// Days of 23 and of 25 hours are near.
const zones = [
  { timezone: "America/New_York", start: new Date("2026-03-05T02:00:00Z") },
  { timezone: "Europe/London", start: new Date("2026-10-22T00:30:00Z") },
];

const person = fc.record({
  ordersCount: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
  spentMinor: fc.oneof(fc.constant(2_500), fc.integer({ min: 100, max: 9_000 })),
  hoursAgo: fc.integer({ min: 0, max: 200 * 24 }),
});

/** What may happen to someone between two runs. */
const incident = fc.constantFrom(
  "ordered",
  "an older order arrived",
  "refunded",
  "all returned",
  "merged",
  "un-merged",
  "forgotten",
  "new",
  "a run that broke off scored them",
);

const day = fc.record({
  hours: fc.integer({ min: 0, max: 40 }),
  incidents: fc.array(fc.tuple(incident, fc.nat(), person), { maxLength: 12 }),
});

type Incident = typeof incident extends fc.Arbitrary<infer Made> ? Made : never;
type Person = typeof person extends fc.Arbitrary<infer Made> ? Made : never;

test("whose score is not as it should be is always among those who may have changed", async () => {
  const seen = { runs: 0, changed: 0, candidates: 0, customers: 0 };
  await assertRandomly(
    fc.asyncProperty(
      fc.constantFrom(...zones),
      fc.array(person, { minLength: 40, maxLength: 80 }),
      fc.array(day, { minLength: 3, maxLength: 6 }),
      async ({ timezone, start }, people, days) => {
        const shop = await createShop({ timezone });
        const ids = await addCustomers(
          shop.id,
          people.map((one) => facts(one, start)),
        );
        let now = start;
        await scoreCustomers(shop.id, now);
        for (const { hours, incidents } of days) {
          now = new Date(now.getTime() + hours * HOUR_MS);
          for (const [what, place, one] of incidents) {
            const id = ids[place % ids.length] ?? "";
            if (what === "new") ids.push(...(await addCustomers(shop.id, [facts(one, now)])));
            else await happen(shop.id, id, what, { one, now });
          }

          const { changed, candidates } = await whoChanged(shop.id, timezone, now);
          if (candidates) {
            expect(changed.filter((id) => !candidates.has(id))).toEqual([]);
            seen.runs += 1;
            seen.changed += changed.length;
            seen.candidates += candidates.size;
            seen.customers += ids.length;
          }
          await scoreCustomers(shop.id, now);
          expect((await whoChanged(shop.id, timezone, now)).changed).toEqual([]);
        }
      },
    ),
    10,
  );
  expect(seen.runs).toBeGreaterThan(0);
  expect(seen.changed).toBeGreaterThan(0);
  expect(seen.candidates, JSON.stringify(seen)).toBeLessThan(seen.customers);
});

test("what was not over while a run read is found by the next", async () => {
  const { timezone, start } = {
    timezone: "Europe/London",
    start: new Date("2026-05-05T00:30:00Z"),
  };
  const shop = await createShop({ timezone });
  const quiet = { ordersCount: 1, spentMinor: 2_500, hoursAgo: 50 };
  const [ann = ""] = await addCustomers(
    shop.id,
    Array.from({ length: 100 }, (_, n) => facts({ ...quiet, hoursAgo: 50 + n }, start)),
  );
  await scoreCustomers(shop.id, start);
  // Other tests use the same server: their transactions from before these customers have to be over.
  const soon = new Date(start.getTime() + 1);
  await until("nobody may have changed", async () => {
    await scoreCustomers(shop.id, soon);
    return (await whoChanged(shop.id, timezone, soon)).candidates?.size === 0;
  });
  await inShop(shop.id, async (tx) => {
    await tx.customer.update({
      where: { shopId_id: { shopId: shop.id, id: ann } },
      data: { spentMinor: 9_000n },
    });
    await scoreCustomers(shop.id, new Date(start.getTime() + 2));
  });
  const before = await inShop(shop.id, (tx) => readScores(tx, shop.id, [ann]));
  expect(before.get(ann)?.monetary).toBe(1);

  const now = new Date(start.getTime() + 3);
  expect((await whoChanged(shop.id, timezone, now)).candidates).toEqual(new Set([ann]));
  expect(await scoreCustomers(shop.id, now)).toEqual({ customers: 100, changed: 1 });

  const after = await inShop(shop.id, (tx) => readScores(tx, shop.id, [ann]));
  expect(after.get(ann)?.monetary).toBe(2);
});

/** By comparing everyone, and by looking only at who may have changed since the latest run; null when that run cannot say. */
async function whoChanged(shopId: string, timezone: string, now: Date) {
  return inShop(shopId, async (tx) => {
    const latest = await tx.segmentRun.findFirstOrThrow({
      orderBy: [{ at: "desc" }, { id: "desc" }],
    });
    const rhythm = latest.intervals as Rhythm;
    const { measure } = await measureShop(tx, { shopId, now, timezone }, rhythm);
    const idsOf = async (query: Prisma.Sql) =>
      (await tx.$queryRaw<{ id: string }[]>(query)).map(({ id }) => id);
    const past = comparable(latest, measure);
    return {
      changed: await idsOf(Prisma.sql`SELECT id FROM (${scored(measure)}) s WHERE is_changed`),
      candidates: past && new Set(await idsOf(mayHaveChanged(measure, past))),
    };
  });
}

function facts({ ordersCount, spentMinor, hoursAgo }: Person, now: Date) {
  const lastOrderAt = new Date(now.getTime() - hoursAgo * HOUR_MS);
  const spent = BigInt(spentMinor * ordersCount);
  return { ordersCount, spentMinor: spent, firstOrderAt: lastOrderAt, lastOrderAt };
}

async function happen(
  shopId: string,
  id: string,
  what: Exclude<Incident, "new">,
  { one, now }: { one: Person; now: Date },
): Promise<void> {
  const spentMinor = BigInt(one.spentMinor);
  const changes: Record<typeof what, Prisma.CustomerUpdateManyMutationInput | null> = {
    ordered: {
      ordersCount: { increment: 1 },
      spentMinor: { increment: spentMinor },
      lastOrderAt: now,
    },
    "an older order arrived": {
      ordersCount: { increment: 1 },
      spentMinor: { increment: spentMinor },
    },
    refunded: { spentMinor: { decrement: spentMinor } },
    "all returned": { ordersCount: 0, spentMinor: 0n, lastOrderAt: null },
    merged: { mergedIntoId: newId() },
    "un-merged": { mergedIntoId: null },
    forgotten: { redactedAt: now },
    "a run that broke off scored them": null,
  };
  const change = changes[what];
  await inShop(shopId, async (tx) => {
    if (change) {
      // Who has no order left has no last one, and the other way round.
      const has = what === "an older order arrived" ? { ordersCount: { gt: 0 } } : {};
      await tx.customer.updateMany({ where: { id, ...has }, data: change });
    } else {
      const score = { recency: 2, frequency: 2, segment: "hibernating", segmentSince: now };
      await tx.customerScore.updateMany({
        where: { customerId: id },
        data: { ...score, stage: "won_back", stageSince: now },
      });
    }
  });
}
