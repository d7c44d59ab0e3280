import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { audit } from "#app/audit/audit.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");

test("a change of the program is written down with who made it and what differs", async () => {
  const { id: shopId } = await createShop();
  const program = await loadProgram(shopId);
  await saveProgram(shopId, { ...program, pointsPerUnit: 3 }, at, { actor: "staff.77" });
  await saveProgram(shopId, { ...program, pointsPerUnit: 3 }, at, { actor: "staff.77" });

  const entries = await inShop(shopId, (tx) => tx.auditEntry.findMany());
  expect(entries).toMatchObject([
    {
      actor: "staff.77",
      action: "program.saved",
      subject: "program",
      before: { pointsPerUnit: 1 },
      after: { pointsPerUnit: 3 },
      at,
    },
  ]);
});

test("what was done stays as it was done", async () => {
  const { id: shopId } = await createShop();
  const done = {
    actor: "staff.1",
    action: "reward.saved",
    subject: "reward.1",
    before: null,
    after: { cost: 500n },
  } as const;
  await inShop(shopId, (tx) => audit(tx, done, at));

  const rewrite = inShop(shopId, (tx) => tx.auditEntry.updateMany({ data: { actor: "nobody" } }));
  await expect(rewrite).rejects.toThrow(/permission denied/);
  const entries = await inShop(shopId, (tx) => tx.auditEntry.findMany());
  expect(entries).toMatchObject([{ before: null, after: { cost: "500" } }]);
});
