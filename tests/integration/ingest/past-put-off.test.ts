import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";
import { finishBackfill, IMPORT_FINISHED } from "#app/ingest/backfill/backfill.server.ts";
import { withImportedPast } from "#app/ingest/backfill/with-imported-past.server.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const AT = new Date("2026-11-24T10:00:00Z");

test("an import's past is not worked on while a customer of it is put off, and is once more when they are not any longer", async () => {
  const { id: shop } = await createShop();
  const customerId = await haveCustomer(shop);
  const backfillId = newId();
  await inShop(shop, (tx) =>
    tx.backfill.create({
      data: { shopId: shop, id: backfillId, state: "done", requestedAt: AT, finishedAt: AT },
    }),
  );
  const about = { orderId: null, occurredAt: AT, source: "backfill" } as const;
  const drafts: EventDraft[] = [
    { ...about, type: "order.paid", customerId, dedupeKey: "paid", properties: {} },
    { ...about, type: "customer.imported", customerId, dedupeKey: "imported", properties: {} },
    {
      ...about,
      type: "import.finished",
      customerId: null,
      dedupeKey: "finished",
      properties: { backfillId },
    },
  ] as EventDraft[];
  const events = await inShop(shop, (tx) => appendEvents(tx, shop, drafts, AT));
  const [paid, imported, finished] = events as [StoredEvent, StoredEvent, StoredEvent];
  let isFrozen = true;
  const run = withImportedPast(["order.paid"], async () => {
    if (isFrozen) throw new PartialRetry([paid.id], "An account is frozen");
  });
  const processedAt = async () =>
    (await inShop(shop, (tx) => tx.backfill.findFirstOrThrow())).processedAt;

  const putOff = await run(shop, [imported, finished]).catch((error: unknown) => error);
  expect(putOff).toMatchObject({ eventIds: new Set([imported.id, finished.id]) });
  expect(await processedAt()).toBeNull();

  // The end alone, in a turn of its own before theirs: it comes once more after them.
  await run(shop, [finished]);
  const first = await processedAt();
  expect(first).not.toBeNull();
  isFrozen = false;
  await run(shop, [imported]);
  expect((await processedAt())!.getTime()).toBeGreaterThanOrEqual(first!.getTime());
});

test("who was being put off just when an import ended, after many tries, comes at once", async () => {
  const { id: shop } = await createShop();
  const customerId = await haveCustomer(shop);
  const backfillId = newId();
  await inShop(shop, (tx) =>
    tx.backfill.create({
      data: { shopId: shop, id: backfillId, state: "importing", requestedAt: AT },
    }),
  );
  const imported: EventDraft = {
    type: "customer.imported",
    customerId,
    orderId: null,
    occurredAt: AT,
    source: "backfill",
    dedupeKey: "imported",
    properties: { backfillId },
  };
  await inShop(shop, (tx) => appendEvents(tx, shop, [imported], AT));
  const inSixHours = new Date(now().getTime() + 6 * 3600_000);
  await inShop(shop, (tx) =>
    tx.reaction.updateMany({
      data: { attempts: 7, dueAt: inSixHours, waitsFor: IMPORT_FINISHED },
    }),
  );

  await finishBackfill({ shopId: shop, id: backfillId }, { state: "done" });
  await drainReactions(
    { "finish-import": withImportedPast(["order.paid"], async () => undefined) },
    new AbortController().signal,
  );

  const waiting = await inShop(shop, (tx) =>
    tx.reaction.findMany({ where: { dueAt: { gt: new Date(now().getTime() + 60_000) } } }),
  );
  expect(waiting).toEqual([]);
});
