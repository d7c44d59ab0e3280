import { expect, test } from "vitest";

import { loadSettling } from "#app/analytics/settling.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { finishBackfill, updateBackfill } from "#app/ingest/backfill/backfill.server.ts";
import { withImportedPast } from "#app/ingest/backfill/with-imported-past.server.ts";
import { launchProgram } from "#app/loyalty/launch/program-runs.server.ts";
import { workOnRuns } from "#app/loyalty/launch/work-on-runs.server.ts";
import { measureLiability } from "#app/loyalty/liability/measure-liability.server.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { draftProgram } from "#tests/support/loyalty/draft-program.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const in15Seconds = () => new Date(now().getTime() + 15_000);

test("a shop's sums settle when its history is here, everybody's past is counted, and the totals are added up", async () => {
  const shop = await createShop();
  const sums = () => loadSettling(shop.id, in15Seconds());
  expect(await sums()).toEqual({ works: [], isRecounting: false });

  const backfill = { shopId: shop.id, id: newId() };
  await inShop(shop.id, (tx) =>
    tx.backfill.create({ data: { ...backfill, state: "queued", requestedAt: now() } }),
  );
  expect((await sums()).works).toEqual([{ kind: "history", done: 0, total: null, since: null }]);

  const importingAt = now();
  await updateBackfill(backfill, {
    state: "importing",
    importingAt,
    ordersDone: 3,
    ordersTotal: 5,
  });
  expect((await sums()).works).toEqual([
    { kind: "history", done: 3, total: 5, since: importingAt.toISOString() },
  ]);

  const customers = [await haveCustomer(shop.id), await haveCustomer(shop.id)];
  await inShop(shop.id, (tx) =>
    appendEvents(tx, shop.id, customers.flatMap(imported(backfill.id)), now()),
  );
  const handler = withImportedPast(["order.paid"], async () => undefined);
  const work = () => drainReactions({ "finish-import": handler }, new AbortController().signal);
  await work(); // Everybody waits for its end.
  await finishBackfill(backfill, { state: "done" });
  expect((await sums()).works).toMatchObject([
    { kind: "imported-customers", done: 0, total: null },
  ]);

  await work();
  await inShop(shop.id, (tx) => tx.reaction.updateMany({ data: { dueAt: now() } }));
  await work(); // The end comes again, behind them all.
  const counted = await inShop(shop.id, (tx) => tx.backfill.findFirstOrThrow());
  expect(counted).toMatchObject({ customersDone: 2, customersTotal: 2 });
  expect(await sums()).toEqual({ works: [], isRecounting: true });
  expect(await dueJobs(shop.id, in15Seconds())).toContain("measure-liability");

  await measureLiability({ ...shop, timezone: "UTC" }, in15Seconds());
  expect(await sums()).toEqual({ works: [], isRecounting: false });
  expect(await dueJobs(shop.id, in15Seconds())).not.toContain("measure-liability");
});

test("a launch moves all sums: they are added up anew when it ends, and not before", async () => {
  const shop = await createShop();
  await draftProgram(shop.id, now());
  await haveCustomer(shop.id);
  await measureLiability({ ...shop, timezone: "UTC" }, now());
  await launchProgram(shop.id, { kind: "all" }, { actor: "staff.1", at: now() });
  const settling = await loadSettling(shop.id, in15Seconds());
  expect(settling.works).toMatchObject([{ kind: "launch" }]);
  expect(settling.isRecounting).toBe(false);
  expect(await dueJobs(shop.id, in15Seconds())).toContain("run-program");

  await workOnRuns(shop.id, now);
  expect(await loadSettling(shop.id, in15Seconds())).toEqual({ works: [], isRecounting: true });
  expect(await dueJobs(shop.id, in15Seconds())).toContain("measure-liability");
});

function imported(backfillId: string) {
  return (customerId: string): EventDraft[] => {
    const about = { customerId, orderId: null, occurredAt: now(), source: "backfill" } as const;
    const dedupe = (type: string) => `${type}.${backfillId}.${customerId}`;
    return [
      { ...about, type: "order.paid", dedupeKey: dedupe("paid"), properties: { orderId: "1" } },
      {
        ...about,
        type: "customer.imported",
        dedupeKey: dedupe("imported"),
        properties: { backfillId },
      },
    ] as EventDraft[];
  };
}
