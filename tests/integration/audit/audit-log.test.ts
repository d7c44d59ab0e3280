import { expect, test } from "vitest";

import { audit } from "#app/audit/audit.server.ts";
import { auditLog, type AuditQuery } from "#app/audit/audit-log.server.ts";
import { isStaffKnown, keepStaffName, listStaff } from "#app/audit/staff-names.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (number: number) => new Date(Date.UTC(2026, 10, number, 12));
const robin = { userId: "77", name: "Robin Merchant" };

test("the log is told by name, and narrowed by who, what and when", async () => {
  const { id: shopId } = await createShop();
  await inShop(shopId, async (tx) => {
    const change = { subject: "program", before: null, after: { points: 1n } } as const;
    await audit(tx, { ...change, actor: "staff.77", action: "program.saved" }, day(1));
    await audit(tx, { ...change, actor: "staff.78", action: "reward.saved" }, day(2));
    await audit(tx, { ...change, actor: "encore", action: "account.frozen" }, day(3));
  });
  await keepStaffName(shopId, robin, day(1));
  const found = async (query: Omit<AuditQuery, "limit">) => {
    const { rows } = await auditLog(shopId, { ...query, limit: 10 });
    return rows.map(({ actor, staff }) => [actor, staff]);
  };

  expect(await found({})).toEqual([
    ["encore", null],
    ["staff.78", null],
    ["staff.77", "Robin Merchant"],
  ]);
  expect(await found({ who: "staff" })).toHaveLength(2);
  expect(await found({ who: "staff.77" })).toEqual([["staff.77", "Robin Merchant"]]);
  // Nobody is found by the beginning of somebody else's id.
  expect(await found({ who: "staff.7" })).toEqual([]);
  expect(await found({ since: day(2) })).toHaveLength(2);
  expect(await found({ since: day(2), until: day(3) })).toEqual([["staff.78", null]]);
  expect(await found({ actions: ["reward.saved"] })).toEqual([["staff.78", null]]);
});

test("Shopify is asked for a name again after a month, and another shop does not know it", async () => {
  const [ours, theirs] = [await createShop(), await createShop()];
  await keepStaffName(ours.id, robin, day(1));
  expect(await isStaffKnown(ours.id, "77", day(30))).toBe(true);
  expect(await isStaffKnown(ours.id, "77", new Date(Date.UTC(2026, 11, 2)))).toBe(false);
  expect(await isStaffKnown(theirs.id, "77", day(1))).toBe(false);

  await keepStaffName(ours.id, { ...robin, name: "Robin Owner" }, day(2));
  expect(await listStaff(ours.id)).toEqual([{ userId: "77", name: "Robin Owner" }]);
  expect(await listStaff(theirs.id)).toEqual([]);
});
