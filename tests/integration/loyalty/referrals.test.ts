import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";

import type { StoredEvent } from "#app/events/event.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { decideReferral } from "#app/loyalty/referrals/decide-referral.server.ts";
import { updateReferrals } from "#app/loyalty/referrals/update-referrals.server.ts";
import { referralOf } from "#app/loyalty/referrals/referral-of.server.ts";
import {
  type ReferralSettings,
  startingReferrals,
} from "#app/loyalty/referrals/referral-program.ts";
import { saveReferralSettings } from "#app/loyalty/referrals/referral-settings.server.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import { claimWelcome, recordVisit } from "#app/loyalty/referrals/visits/visits.server.ts";
import {
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

/** When the orders of facts.ts are made. */
const BOUGHT = new Date("2026-11-01T10:00:00Z");
const later = (days: number) => new Date(BOUGHT.getTime() + days * DAY_MS);

let shop: string;
let ann: string;
let bob: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await person(1n, { email: "ann@example.com" });
  bob = await person(2n, { email: "bob@example.com" });
  await decide({});
});

async function person(shopifyId: bigint, traits: { email?: string; phone?: string }) {
  const id = await haveCustomer(shop, { shopifyId });
  await inShop(shop, (tx) =>
    tx.customer.update({ where: { shopId_id: { shopId: shop, id } }, data: traits }),
  );
  return id;
}

/** The tests live in November 2026; the return window is long enough to be open still when they run, or closed when asked for. */
async function decide(settings: Partial<ReferralSettings>): Promise<void> {
  const usual = { active: true, minimumMinor: 5000n, returnWindowDays: 36_500 };
  await saveReferralSettings(shop, { ...startingReferrals, ...usual, ...settings }, now());
}

/** The window of these days is over: what is due now is settled. */
async function windowPasses(): Promise<void> {
  const over = { dueAt: later(14) };
  await inShop(shop, (tx) => tx.referral.updateMany({ where: { shopId: shop }, data: over }));
  await inShop(
    shop,
    (tx) =>
      tx.$executeRaw`UPDATE lot SET release_at = ${later(14)} WHERE shop_id = ${shop}::uuid AND release_at IS NOT NULL`,
  );
  await settleReferrals(shop, now());
  await releasePoints(shop, now());
}

async function linkOf(customerId: string): Promise<string> {
  const referral = await referralOf(shop, customerId);
  if (!referral.active) throw new Error("Referrals are switched off");
  return referral.code;
}

async function visit(advocateId: string, days = -1): Promise<string> {
  const { visitId } = await recordVisit(
    shop,
    { code: await linkOf(advocateId), ip: null },
    later(days),
  );
  return visitId;
}

type Place = { ip?: string; address?: string };

/** The friend's cart of 40 and 20, ordered with what the visit left in it. */
async function order(id: bigint, customerId: string, visitId: string | null, place: Place = {}) {
  const lines = [
    { id: id * 10n, priceMinor: 4000 },
    { id: id * 10n + 1n, priceMinor: 2000 },
  ];
  await createOrder(shop, { id, customerId, lines });
  const hash = (text?: string) => (text === undefined ? null : Buffer.from(text));
  const data = {
    attributes: visitId === null ? {} : { _encore_ref: visitId },
    ipHash: hash(place.ip),
    addressHash: hash(place.address),
  };
  await inShop(shop, (tx) => tx.order.update({ where: { shopId_id: { shopId: shop, id } }, data }));
}

async function buys(id: bigint, customerId: string, visitId: string | null, place: Place = {}) {
  await order(id, customerId, visitId, place);
  await updateReferrals(shop, await appendOrderEvent(shop, "order.paid", id));
}

const smallOne = (id: bigint) => ({
  id,
  orderId: id,
  lines: [{ lineId: id * 10n + 1n, quantity: 1 }],
});

async function state(): Promise<unknown> {
  const rows = await inShop(shop, (tx) =>
    tx.referral.findMany({ where: { shopId: shop }, orderBy: { orderId: "asc" } }),
  );
  return rows.map((row) => [Number(row.orderId), row.state, ...(row.findings as string[])]);
}

async function points(customerId: string): Promise<unknown> {
  const account = await inShop(shop, (tx) =>
    tx.ledgerAccount.findUnique({ where: { shopId_customerId: { shopId: shop, customerId } } }),
  );
  const { available = 0n, pending = 0n, debt = 0n } = account ?? {};
  return { available: Number(available), pending: Number(pending), debt: Number(debt) };
}

const none = { available: 0, pending: 0, debt: 0 };

test("a friend comes by a link and buys: the points of both wait, and are theirs when the return window is over", async () => {
  await buys(1n, bob, await visit(ann));
  expect(await state()).toEqual([[1, "pending"]]);
  expect([await points(ann), await points(bob)]).toEqual([
    { ...none, pending: 200 },
    { ...none, pending: 200 },
  ]);
  expect(await referralOf(shop, ann)).toMatchObject({ friends: [{ state: "pending" }] });

  await windowPasses();
  expect(await state()).toEqual([[1, "rewarded"]]);
  expect([await points(ann), await points(bob)]).toEqual([
    { ...none, available: 200 },
    { ...none, available: 200 },
  ]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 41: minimum 50, 60 − 20 → cancelled, and nobody has points", async () => {
  await buys(1n, bob, await visit(ann));
  await haveRefund(shop, smallOne(1n));
  await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await state()).toEqual([[1, "cancelled"]]);
  expect([await points(ann), await points(bob)]).toEqual([none, none]);

  await windowPasses();
  expect(await state()).toEqual([[1, "cancelled"]]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a refund of the window's time that is heard of only after it takes the points back, spent or not", async () => {
  await buys(1n, bob, await visit(ann));
  await windowPasses();
  await haveRefund(shop, smallOne(1n));
  await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await state()).toEqual([[1, "cancelled"]]);
  expect([await points(ann), await points(bob)]).toEqual([none, none]);
});

describe("case 40: who brought themselves", () => {
  test("by another spelling of one mailbox, or to the same house, is blocked", async () => {
    const tagged = await person(3n, { email: "a.n.n+1@example.com" });
    await buys(1n, tagged, await visit(ann));
    await buys(2n, ann, null, { address: "home" });
    // Ann had ordered at home before her friend did.
    await inShop(shop, (tx) =>
      tx.order.update({
        where: { shopId_id: { shopId: shop, id: 2n } },
        data: { createdAt: later(-3) },
      }),
    );
    await buys(3n, bob, await visit(ann), { address: "home" });
    expect(await state()).toEqual([
      [1, "blocked", "same_email"],
      [3, "blocked", "same_address"],
    ]);
    expect(await points(ann)).toEqual(none);
  });

  test("from the same connection is looked at: approved it counts, rejected it does not", async () => {
    await buys(1n, ann, null, { ip: "here" });
    await buys(2n, bob, await visit(ann), { ip: "here" });
    const cleo = await person(4n, {});
    await buys(3n, cleo, await visit(ann), { ip: "here" });
    expect(await state()).toMatchObject([
      [2, "review", "same_ip"],
      [3, "review", "same_ip", "ip_of_another_friend"],
    ]);
    expect(await points(ann)).toEqual(none);

    const referrals = await inShop(shop, (tx) =>
      tx.referral.findMany({ where: { shopId: shop }, orderBy: { orderId: "asc" } }),
    );
    const [first = "", second = ""] = referrals.map(({ id }) => id);
    const say = (id: string, decision: "approved" | "rejected") =>
      decideReferral(shop, { id, decision, actor: "staff.1" }, now());
    expect(await say(first, "approved")).toEqual({ outcome: "decided", state: "pending" });
    expect(await say(second, "rejected")).toEqual({ outcome: "decided", state: "blocked" });
    expect(await say(second, "approved")).toEqual({ outcome: "no_longer" });
    expect(await points(ann)).toEqual({ ...none, pending: 200 });
    const audited = await inShop(shop, (tx) =>
      tx.auditEntry.count({ where: { shopId: shop, action: "referral.decided" } }),
    );
    expect(audited).toBe(2);
  });

  test("and so is who turns out to be the advocate, also after the points were there", async () => {
    await buys(1n, bob, await visit(ann));
    await windowPasses();
    const merged = await mergeCustomer(shop, bob, ann);
    await transferPoints(shop, merged);
    await updateReferrals(shop, merged);
    expect(await state()).toEqual([[1, "blocked", "same_customer"]]);
    expect(await points(ann)).toEqual(none);
    expect(await verifyLedger(shop)).toEqual([]);
  });
});

describe("case 42: whose friend it is", () => {
  test("the welcome code beats a later link of somebody else", async () => {
    const rewardId = await haveReward();
    await decide({ friendReward: { rewardId } });
    const welcome = await claimWelcome(
      shop,
      { code: await linkOf(ann), email: "cleo@example.com", ip: null },
      later(-5),
    );
    if (welcome.outcome !== "code") throw new Error(welcome.outcome);
    const cleo = await person(5n, {});
    await order(1n, cleo, await visit(bob, -1));
    await inShop(shop, (tx) =>
      tx.orderDiscount.create({
        data: {
          shopId: shop,
          orderId: 1n,
          position: 0,
          kind: "code",
          code: welcome.code.toLowerCase(),
          amountMinor: 500,
        },
      }),
    );
    await updateReferrals(shop, await appendOrderEvent(shop, "order.paid", 1n));
    expect(await points(ann)).toEqual({ ...none, pending: 200 });
    expect(await points(bob)).toEqual(none);
    // The friend's reward was the code.
    expect(await points(cleo)).toEqual(none);
  });

  test("a friend who left a mailbox is known by it, whatever became of the cart", async () => {
    await decide({ friendReward: { rewardId: await haveReward() } });
    const asked = { code: await linkOf(ann), email: "Bob+shop@example.com", ip: null };
    await claimWelcome(shop, asked, later(-5));
    await buys(1n, bob, null);
    expect(await state()).toEqual([[1, "pending"]]);
  });

  test("31 days later nobody brought them", async () => {
    await buys(1n, bob, await visit(ann, -31));
    expect(await state()).toEqual([]);
  });

  test("only a first order counts, also when it turns out later that there was one before", async () => {
    await buys(2n, bob, await visit(ann));
    expect(await state()).toEqual([[2, "pending"]]);
    await order(1n, bob, null);
    await inShop(shop, (tx) =>
      tx.order.update({
        where: { shopId_id: { shopId: shop, id: 1n } },
        data: { createdAt: later(-400) },
      }),
    );
    await updateReferrals(shop, await appendOrderEvent(shop, "order.paid", 1n));
    expect(await state()).toEqual([]);
    expect(await points(ann)).toEqual(none);
  });
});

test("three friends bring a bonus, once; without the third it goes again", async () => {
  await decide({ bonuses: [{ referrals: 3, points: 500n }] });
  for (const id of [1n, 2n, 3n]) await buys(id, await person(10n + id, {}), await visit(ann));
  await windowPasses();
  expect(await points(ann)).toEqual({ ...none, available: 3 * 200 + 500 });
  await settleReferrals(shop, now());
  expect(await points(ann)).toEqual({ ...none, available: 1100 });

  await haveRefund(shop, smallOne(2n));
  await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 2n));
  expect(await points(ann)).toEqual({ ...none, available: 400 });
  expect(await verifyLedger(shop)).toEqual([]);
});

describe("an advocate's friends are compared", () => {
  const home = { address: "one house" };

  test("with those before them, whichever is heard of first, and anew when one turns out to live elsewhere", async () => {
    const cleo = await person(3n, {});
    const [byAnn, alsoByAnn] = [await visit(ann), await visit(ann)];
    await buys(2n, cleo, alsoByAnn, home);
    expect(await state()).toEqual([[2, "pending"]]);
    await buys(1n, bob, byAnn, home);
    const suspected = [2, "review", "address_of_another_friend"];
    expect(await state()).toEqual([[1, "pending"], suspected]);

    await order(1n, bob, byAnn, { address: "another house" });
    await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 1n));
    expect(await state()).toEqual([
      [1, "pending"],
      [2, "pending"],
    ]);
  });

  test("also where there are thousands, of whom the newest brings what their number is worth", async () => {
    await crowd(2_999);
    await decide({ bonuses: [3_000, 3_001].map((referrals) => ({ referrals, points: 500n })) });
    await buys(1n, bob, await visit(ann), home);
    await windowPasses();
    expect(await state()).toContainEqual([1, "rewarded"]);
    expect(await points(ann)).toMatchObject({ available: 700 });
    await haveRefund(shop, smallOne(1n));
    await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 1n));
    expect(await points(ann)).toMatchObject({ available: 0 });
  });

  /** Friends whom Ann brought long ago. */
  async function crowd(size: number): Promise<void> {
    await inShop(
      shop,
      (tx) => tx.$executeRaw`
        INSERT INTO referral (shop_id, id, advocate_id, friend_id, order_id, via, state, snapshot, placed_at, due_at)
        SELECT ${shop}::uuid, gen_random_uuid(), ${ann}::uuid, gen_random_uuid(), 1000 + n, 'link', 'rewarded',
          '{"advocateReward": {"points": "0"}, "friendReward": {"points": "0"}, "minimumMinor": null, "strictness": "standard"}',
          ${later(-60)}, ${later(-30)}
        FROM generate_series(1, ${size}::int) n`,
    );
  }
});

test("a reward for the advocate comes at the end, once", async () => {
  await decide({ advocateReward: { rewardId: await haveReward() } });
  await buys(1n, bob, await visit(ann));
  const given = () =>
    inShop(shop, (tx) => tx.redemption.count({ where: { shopId: shop, customerId: ann } }));
  expect(await given()).toBe(0);
  await windowPasses();
  await updateReferrals(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await given()).toBe(1);
});

describe("codes and welcome codes", () => {
  test("a customer has one code, however often and by however many it is asked for at once", async () => {
    const codes = await Promise.all(Array.from({ length: 8 }, () => linkOf(ann)));
    expect(new Set(codes).size).toBe(1);
    expect(await linkOf(bob)).not.toBe(codes[0]);
  });

  test("a code that nobody has leaves nothing behind, and is said to be none", async () => {
    const asked = { code: "ZZZZ-ZZZZ-ZZZZ", ip: "203.0.113.9" };
    const unknown = await recordVisit(shop, asked, now());
    const known = await recordVisit(shop, { ...asked, code: await linkOf(ann) }, now());
    expect({ ...unknown, visitId: "" }).toEqual({ ...known, visitId: "", known: false });
    expect(known.known).toBe(true);
    expect(unknown.visitId).toMatch(/^[0-9a-f-]{36}$/);
    const visits = await inShop(shop, (tx) => tx.referralVisit.count({ where: { shopId: shop } }));
    expect(visits).toBe(1);
  });

  test("one mailbox gets one welcome code; that of somebody who has bought here is never made, and nobody can tell", async () => {
    await decide({ friendReward: { rewardId: await haveReward() } });
    const code = await linkOf(ann);
    const claim = (email: string) => claimWelcome(shop, { code, email, ip: null }, now());
    const answers = await Promise.all([claim("new@x.com"), claim("n.e.w+1@x.com")]);
    expect(answers[0]).toMatchObject({ outcome: "code" });
    expect(answers[1]).toEqual(answers[0]);

    await inShop(shop, async (tx) => {
      const { createHmac } = await import("node:crypto");
      const valueHash = createHmac("sha256", shop).update("email.bob@example.com").digest();
      const seen = { firstSeenAt: BOUGHT, lastSeenAt: BOUGHT };
      await tx.identifier.create({
        data: { shopId: shop, kind: "email", valueHash, customerId: bob, ...seen },
      });
      await tx.customer.update({
        where: { shopId_id: { shopId: shop, id: bob } },
        data: { ordersCount: 1 },
      });
    });
    const bobs = await claim("BOB@example.com");
    expect(bobs).toEqual({
      outcome: "code",
      code: expect.stringMatching(/^ENC(-[A-Z0-9]{4}){3}$/) as string,
      visitId: expect.any(String) as string,
    });
    for (const spelling of ["bob+tea@example.com", "b.o.b+2@example.com"])
      expect(await claim(spelling)).toEqual(bobs);
    // Who brings is nobody's friend of their own.
    const own = await claim("a.n.n+1@example.com");
    expect(own).toMatchObject({ outcome: "code" });
    expect(await stateOf(bobs)).toBe("released");
    expect(await stateOf(own)).toBe("released");
    expect(await stateOf(answers[0])).toBe("held");
    expect(
      await claimWelcome(shop, { code: "ZZZZ-ZZZZ-ZZZZ", email: "new@x.com", ip: null }, now()),
    ).toEqual({ outcome: "mistyped" });
  });
});

test("the link of a record that became part of somebody is theirs: it gives them no welcome code, and no more codes a day", async () => {
  await decide({ friendReward: { rewardId: await haveReward() } });
  const guest = await person(3n, { email: "ann.long.ago@example.com" });
  const [old, own] = [await linkOf(guest), await linkOf(ann)];
  await mergeCustomer(shop, guest, ann);
  const claim = (code: string, email: string) =>
    claimWelcome(shop, { code, email, ip: null }, now());
  for (const code of [old, own])
    for (const email of ["a.n.n+1@example.com", "ann.long.ago+1@example.com"])
      expect(await stateOf(await claim(code, email))).toBe("released");

  // Two mailboxes have one of them.
  await welcomed(ann, 500);
  await welcomed(guest, 497);
  expect(await claim(old, "one@x.com")).toMatchObject({ outcome: "code" });
  for (const code of [old, own])
    expect(await claim(code, "two@x.com")).toEqual({ outcome: "unknown" });
});

/** Whether Shopify is to make the code (`held`), or never (`released`). */
async function stateOf(welcome: Awaited<ReturnType<typeof claimWelcome>> | undefined) {
  const code = welcome?.outcome === "code" ? welcome.code : "";
  return (await inShop(shop, (tx) => tx.redemption.findFirst({ where: { code } })))?.state;
}

/** So many mailboxes had a welcome code by this record's link today. */
async function welcomed(advocateId: string, count: number): Promise<void> {
  const visits = Array.from({ length: count }, () => {
    const id = newId();
    return { shopId: shop, id, advocateId, at: now(), friendCode: `ENC-${id}` };
  });
  await inShop(shop, (tx) => tx.referralVisit.createMany({ data: visits }));
}

test("one link gives so many welcome codes a day, whatever mailboxes are made up", async () => {
  await decide({ friendReward: { rewardId: await haveReward() } });
  const code = await linkOf(ann);
  const claim = (number: number, at: Date) =>
    claimWelcome(shop, { code, email: `nobody${number}@x.com`, ip: null }, at);
  await welcomed(ann, 999);
  const last = await claim(1, now());
  expect(last).toMatchObject({ outcome: "code" });
  expect(await claim(2, now())).toEqual({ outcome: "unknown" });
  expect(await claim(1, now())).toEqual(last); // It is theirs already.
  expect(await claim(2, new Date(now().getTime() + DAY_MS))).toMatchObject({ outcome: "code" });
});

test("any order and number of arrivals ends in the same state", async () => {
  const steps = ["paid", "refunded", "merged", "another", "own", "window"] as const;
  const story = fc.shuffledSubarray([...steps, ...steps], { minLength: steps.length });
  await assertRandomly(
    fc.asyncProperty(story, async (told) => {
      shop = (await createShop({ currency: "USD" })).id;
      await decide({});
      ann = await person(1n, {});
      bob = await person(2n, {});
      const cleo = await person(3n, {});
      const [byAnn, alsoByAnn] = [await visit(ann), await visit(ann)];
      const heard: Record<(typeof steps)[number], () => Promise<StoredEvent[]>> = {
        paid: async () => {
          await order(1n, bob, byAnn, { ip: "here" });
          await order(2n, cleo, alsoByAnn);
          return appendOrderEvent(shop, "order.paid", 1n, 2n);
        },
        refunded: async () => {
          await haveRefund(shop, smallOne(1n));
          return appendOrderEvent(shop, "order.changed", 1n);
        },
        merged: async () => {
          const events = await mergeCustomer(shop, cleo, ann);
          await transferPoints(shop, events);
          return events;
        },
        // Another order of Bob's, that was made after the first and counts for nothing, whichever is heard of first.
        another: async () => {
          await order(3n, bob, alsoByAnn);
          return appendOrderEvent(shop, "order.paid", 3n);
        },
        // An earlier order of Ann's own, from the same connection.
        own: async () => {
          await order(4n, ann, null, { ip: "here" });
          return appendOrderEvent(shop, "order.paid", 4n);
        },
        window: async () => {
          await windowPasses();
          return [];
        },
      };
      // What was left out comes at the end, so that all stories tell the same.
      const missing = steps.filter((step) => !told.includes(step));
      let merged = false;
      for (const step of [...told, ...missing, "window" as const]) {
        const events = await heard[step]();
        // A merged record's orders are the other one's, also those that come later.
        merged ||= step === "merged";
        if (merged)
          await inShop(shop, (tx) =>
            tx.order.updateMany({
              where: { shopId: shop, customerId: cleo },
              data: { customerId: ann },
            }),
          );
        await updateReferrals(shop, events);
      }
      expect(await state()).toEqual([
        [1, "cancelled", "same_ip"],
        [2, "blocked", "same_customer"],
      ]);
      expect([await points(ann), await points(bob)]).toEqual([none, none]);
      expect(await verifyLedger(shop)).toEqual([]);
    }),
    15,
  );
}, 240_000);

async function haveReward(): Promise<string> {
  const reward = await inShop(shop, (tx) =>
    tx.reward.findFirstOrThrow({ where: { shopId: shop, kind: "amount" } }),
  );
  return reward.id;
}
