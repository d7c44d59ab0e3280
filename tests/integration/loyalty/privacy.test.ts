import { expect, test } from "vitest";

import { mailboxHash } from "#app/customers/identity/mailbox-hash.server.ts";
import {
  findPrivacyAnswer,
  listPrivacyRequests,
} from "#app/customers/privacy/privacy-requests.server.ts";
import { answerDataRequest, redactCustomer } from "#app/customers/privacy/privacy.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { haveCustomer, createOrder, balanceOf } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const ada = { shopifyCustomerId: 501n, email: "ada.l@example.com", orderIds: [1n] };
const hash = (shopId: string, email: string) =>
  Buffer.from(mailboxHash(shopId, email) ?? "", "hex");

/** Ada is a member with a birthday, a code, a note and a reward; a friend of Bob's brought her. */
async function shopWithMember() {
  const { id: shopId } = await createShop();
  const customerId = await haveCustomer(shopId, { shopifyId: 501n });
  const bob = await haveCustomer(shopId, { shopifyId: 502n });
  const [visit, byMail, byOldMail, byOlderMail] = [newId(), newId(), newId(), newId()];
  await createOrder(shopId, { id: 1n, customerId, lines: [{ id: 11n, priceMinor: 900 }] });
  const notes = { internal: "Ada Lovelace called", public: "Dear Ada, sorry!" };
  await adjustBalance(shopId, { customerId, points: 50n, clientKey: "a", notes }, "staff.1", at);
  await inShop(shopId, async (tx) => {
    await tx.customer.update({
      where: { shopId_id: { shopId, id: customerId } },
      data: { email: "ada@old.example" },
    });
    const [valueHash, seen] = [
      hash(shopId, "ada@older.example"),
      { firstSeenAt: at, lastSeenAt: at },
    ];
    await tx.identifier.create({ data: { shopId, kind: "email", valueHash, customerId, ...seen } });
    await tx.order.updateMany({ data: { attributes: { _encore_ref: visit } } });
    await tx.loyaltyProfile.create({ data: { shopId, customerId, birthMonth: 12, birthDay: 10 } });
    await tx.referralCode.create({ data: { shopId, customerId, code: "ADA123", createdAt: at } });
    await tx.referralVisit.createMany({
      data: [
        { id: visit, ipHash: Buffer.from([1]), emailHash: null },
        { id: byMail, ipHash: Buffer.from([2]), emailHash: hash(shopId, "Ada.L+tea@example.com") },
        { id: byOldMail, ipHash: Buffer.from([3]), emailHash: hash(shopId, "ada@old.example") },
        { id: byOlderMail, ipHash: Buffer.from([4]), emailHash: hash(shopId, "ada@older.example") },
      ].map((one) => ({ shopId, advocateId: bob, at, ...one })),
    });
    await tx.pointsImportRow.create({
      data: { shopId, importId: newId(), line: 1, customerId, points: 5n, note: "For Ada" },
    });
    await tx.redemption.create({
      data: {
        shopId,
        id: newId(),
        customerId,
        rewardId: newId(),
        clientKey: "a",
        state: "issued",
        points: 0n,
        rewardSnapshot: { name: "Free tea" },
        heldAt: at,
      },
    });
  });
  return { shopId, customerId };
}

test("a data request is answered with what the program knows, and nobody else's data", async () => {
  const { shopId } = await shopWithMember();
  await answerDataRequest(shopId, ada, { key: "ask", at, now: at });
  const [request] = await listPrivacyRequests(shopId);

  const answer = await findPrivacyAnswer(shopId, request?.id ?? "");
  expect(answer).toMatchObject({
    loyalty: {
      program: [{ birthMonth: 12, birthDay: 10 }],
      referralCodes: [{ code: "ADA123" }],
      notes: [{ internal: "Ada Lovelace called" }],
      importedPoints: [{ note: "For Ada" }],
      redemptions: [{ rewardSnapshot: { name: "Free tea" } }],
    },
  });
  expect(JSON.stringify(answer)).not.toMatch(/Hash/);
});

test("who is forgotten leaves no birthday, no code, no note and no trace of where they came from", async () => {
  const { shopId, customerId } = await shopWithMember();
  await redactCustomer(shopId, ada, { key: "forget", at, now: at });

  await inShop(shopId, async (tx) => {
    expect(await tx.loyaltyProfile.count()).toBe(0);
    expect(await tx.referralCode.count()).toBe(0);
    expect(await tx.entryNote.count()).toBe(0);
    expect(await tx.pointsImportRow.findMany()).toMatchObject([{ note: null, points: 5n }]);
    const visits = await tx.referralVisit.findMany();
    expect(visits.map(({ ipHash, emailHash }) => [ipHash, emailHash])).toEqual([
      [null, null],
      [null, null],
      [null, null],
      [null, null],
    ]);
    expect(await tx.order.findMany()).toMatchObject([{ attributes: {}, ipHash: null }]);
  });
  expect(await balanceOf(shopId, customerId)).toEqual({ available: 50, debt: 0 });
});
