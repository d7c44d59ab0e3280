import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { adjustBalance, undoAdjustment } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { customerLedger } from "#app/loyalty/ledger/customer-ledger.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { haveCustomer, balanceOf } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const noNotes = { internal: null, public: null };

async function shopWithAda() {
  const { id: shopId } = await createShop();
  const ada = await haveCustomer(shopId);
  const adjust = (points: bigint, clientKey: string, notes = noNotes as Notes) =>
    adjustBalance(shopId, { customerId: ada, points, clientKey, notes }, "staff.7", at);
  return { shopId, ada, adjust };
}

type Notes = { internal: string | null; public: string | null };

test("points are given by hand once, however often the form arrives", async () => {
  const { shopId, ada, adjust } = await shopWithAda();
  const notes = { internal: "Ada called, parcel 3 days late", public: "Sorry for the wait!" };
  const sent = await Promise.all([1, 2, 3].map(() => adjust(300n, "form-1", notes)));

  expect(sent).toEqual(Array(3).fill({ outcome: "adjusted" }));
  expect(await balanceOf(shopId, ada)).toEqual({ available: 300, debt: 0 });
  const [entries, kept, log] = await inShop(shopId, (tx) =>
    Promise.all([
      tx.ledgerEntry.findMany(),
      tx.entryNote.findMany({ select: { internal: true, public: true } }),
      tx.auditEntry.findMany(),
    ]),
  );
  expect(entries).toMatchObject([{ kind: "adjust", actor: "staff.7", qualifyingDelta: 0n }]);
  expect(kept).toEqual([notes]);
  expect(log).toMatchObject([
    {
      actor: "staff.7",
      action: "balance.adjusted",
      subject: `customer.${ada}`,
      before: { balance: "0" },
      after: { balance: "300", points: "300" },
    },
  ]);
  expect(JSON.stringify(log)).not.toContain("parcel");
});

test("no more is taken than there is, and nothing moves then", async () => {
  const { shopId, ada, adjust } = await shopWithAda();
  await adjust(100n, "a");

  expect(await adjust(-101n, "b")).toEqual({
    outcome: "refused",
    reason: "short",
    available: 100n,
  });
  expect(await adjust(-100n, "c")).toEqual({ outcome: "adjusted" });
  expect(await balanceOf(shopId, ada)).toEqual({ available: 0, debt: 0 });
});

test("the points of a merged record go to the one that it became", async () => {
  const { shopId, ada } = await shopWithAda();
  const old = await haveCustomer(shopId, { mergedIntoId: ada });
  const adjustment = { customerId: old, points: 5n, clientKey: "a", notes: noNotes };
  await adjustBalance(shopId, adjustment, "staff.7", at);

  expect(await balanceOf(shopId, ada)).toEqual({ available: 5, debt: 0 });
});

test("an account that is being looked at does not move", async () => {
  const { shopId, ada, adjust } = await shopWithAda();
  await adjust(5n, "a");
  await inShop(shopId, (tx) => tx.ledgerAccount.updateMany({ data: { frozenAt: at } }));

  expect(await adjust(5n, "b")).toEqual({ outcome: "refused", reason: "frozen" });
  expect(await balanceOf(shopId, ada)).toEqual({ available: 5, debt: 0 });
});

test("what was done by hand is undone once, by an entry of its own, and shown as undone", async () => {
  const { shopId, ada, adjust } = await shopWithAda();
  await adjust(300n, "a");
  await adjust(-120n, "b");
  const [taken, given] = (await customerLedger(shopId, ada, { limit: 9 })).rows;
  const undo = (id = "") => undoAdjustment(shopId, id, { actor: "staff.8", at });
  expect(await Promise.all([undo(taken?.id), undo(taken?.id)])).toEqual(
    expect.arrayContaining([{ outcome: "undone" }, { outcome: "refused", reason: "undone" }]),
  );
  expect(await balanceOf(shopId, ada)).toEqual({ available: 300, debt: 0 });
  expect(await undo(given?.id)).toEqual({ outcome: "undone" });
  expect(await balanceOf(shopId, ada)).toEqual({ available: 0, debt: 0 });

  const { rows } = await customerLedger(shopId, ada, { limit: 9 });
  expect(rows.map(({ kind, points, undo: is }) => [kind, points, is])).toEqual([
    ["reverse", -300, null],
    ["adjust", 120, null],
    ["adjust", -120, "done"],
    ["adjust", 300, "done"],
  ]);
  expect(await undo(rows[0]?.id)).toEqual({ outcome: "refused", reason: "unknown" });
  const log = await inShop(shopId, (tx) =>
    tx.auditEntry.findMany({ where: { action: "adjustment.undone" }, orderBy: { id: "asc" } }),
  );
  expect(log).toMatchObject([
    { actor: "staff.8", before: { balance: "180" }, after: { balance: "300", points: "120" } },
    { actor: "staff.8", before: { balance: "300" }, after: { balance: "0", points: "-300" } },
  ]);
  expect(await verifyLedger(shopId)).toEqual([]);
});

test("what of the points was spent is owed when they are taken back", async () => {
  const { shopId, ada, adjust } = await shopWithAda();
  await adjust(300n, "a");
  await adjust(-250n, "spent");
  const { rows } = await customerLedger(shopId, ada, { limit: 9 });
  await undoAdjustment(shopId, rows.at(-1)?.id ?? "", { actor: "staff.8", at });
  expect(await balanceOf(shopId, ada)).toEqual({ available: 0, debt: 250 });
});
