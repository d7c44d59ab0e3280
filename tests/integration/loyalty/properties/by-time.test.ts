import fc from "fast-check";
import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { createOrder, haveCustomer, haveRefund } from "#tests/support/loyalty/factories.ts";
import { haveRedemption, step } from "#tests/support/loyalty/ledger-actions.ts";
import { daysAfter } from "#tests/support/loyalty/ledger-scripts.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

// What is told of orders between two things that people do arrives in any order: whatever the settings, all ends the same. Each
// run is a shop with settings of its own, and people who each live twice: as it was, and as it may be heard.

const SHOPS = 4;
const PEOPLE = 8;
const UNITS = 12;
const SPENT_ON = [20, 45] as const;

const settings = fc.record({
  shortfall: fc.constantFrom("debt" as const, "forgive" as const),
  debtLimit: fc.option(fc.bigInt(0n, 150n)),
  pendingDays: fc.constantFrom(0, 0, 7),
  orderCap: fc.constantFrom(null, { points: 150, period: "month" as const }),
  expiry: fc.constantFrom(
    { kind: "never" as const },
    { kind: "fixed" as const, every: 400, unit: "days" as const, activity: [] },
    {
      kind: "rolling" as const,
      every: 400,
      unit: "days" as const,
      activity: ["earn" as const, "redeem" as const],
    },
  ),
});

const story = fc.record({
  orders: fc.array(
    fc.record({
      paidOn: fc.nat(50),
      unitPrice: fc.integer({ min: 1, max: 20 }),
      refunds: fc.array(
        fc.record({
          after: fc.integer({ min: 1, max: 25 }),
          units: fc.integer({ min: 1, max: 4 }),
        }),
        { maxLength: 3 },
      ),
      isAllBack: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  /** How many twelfths of what is there are spent, each time, and how many quarters of that come back. */
  spent: fc.tuple(fc.nat(12), fc.nat(12)),
  back: fc.tuple(fc.nat(4), fc.nat(4)),
  turns: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
});
type Story = typeof story extends fc.Arbitrary<infer Some> ? Some : never;

/** A delivery says that an order was paid, or that units of it went back; or that spent points came back. */
type Told = { on: number } & (
  | { order: number; unitPrice: number }
  | { order: number; units: number; nth: number }
  | { spending: number }
);

class Life {
  private readonly heard = new Set<string>();
  private readonly redemptions: { id: string; points: number }[] = [];
  private readonly shop: string;
  private readonly customerId: string;
  private readonly firstOrder: bigint;
  private readonly begin: Date;

  constructor(shop: string, customerId: string, firstOrder: bigint, begin: Date) {
    this.shop = shop;
    this.customerId = customerId;
    this.firstOrder = firstOrder;
    this.begin = begin;
  }

  /** What happened so is written down, and said in events. */
  async hear(told: Told, { back }: Story): Promise<StoredEvent[]> {
    const at = daysAfter(this.begin, told.on);
    if ("spending" in told) {
      await this.comeBack(told.spending, back[told.spending] ?? 0, at);
      return [];
    }
    const id = this.firstOrder + BigInt(told.order);
    if ("unitPrice" in told) {
      const lines = [{ id, priceMinor: told.unitPrice * 100, quantity: UNITS }];
      await createOrder(this.shop, { id, customerId: this.customerId, createdAt: at, lines });
      this.heard.add(`${id}`);
      return this.say("order.paid", id, at);
    }
    await haveRefund(this.shop, {
      id: id * 10n + BigInt(told.nth),
      orderId: id,
      createdAt: at,
      lines: [{ lineId: id, quantity: told.units }],
    });
    return this.heard.has(`${id}`) ? this.say("order.changed", id, at) : [];
  }

  async spend(twelfths: number, on: number): Promise<void> {
    const { shop, customerId } = this;
    const at = daysAfter(this.begin, on);
    const account = await inShop(shop, (tx) =>
      tx.ledgerAccount.findUnique({ where: { shopId_customerId: { shopId: shop, customerId } } }),
    );
    const points = Math.floor((Number(account?.available ?? 0) * twelfths) / 12);
    const id = points > 0 ? await haveRedemption(shop, customerId, points, at) : "";
    this.redemptions.push({ id, points });
    if (points === 0) return;
    await this.post(step("hold", customerId, id, points, { at }));
    await this.post(step("capture", customerId, id, points, { at }));
  }

  /** What is there by now, and of which orders. */
  async state(): Promise<object> {
    const { shop: shopId, customerId } = this;
    return inShop(shopId, async (tx) => {
      const account = await tx.ledgerAccount.findUnique({
        where: { shopId_customerId: { shopId, customerId } },
      });
      const lots = await tx.lot.findMany({ where: { shopId, customerId, remaining: { gt: 0 } } });
      const left = new Map<string, bigint>();
      for (const { orderId, remaining, pending, expiresAt } of lots) {
        const order = orderId === null ? "none" : `${orderId - this.firstOrder}`;
        const name = `${order}${pending ? " pending" : ""} until ${expiresAt?.toISOString()}`;
        left.set(name, (left.get(name) ?? 0n) + remaining);
      }
      const { available = 0n, pending = 0n, debt = 0n } = account ?? {};
      return { available, pending, debt, left: [...left].toSorted(([a], [b]) => (a < b ? -1 : 1)) };
    });
  }

  private async comeBack(spending: number, quarters: number, at: Date): Promise<void> {
    const { id, points } = this.redemptions[spending] ?? { id: "", points: 0 };
    const back = Math.floor((points * quarters) / 4);
    if (back > 0) await this.post(step("return", this.customerId, id, back, { at }));
  }

  private async post(draft: EntryDraft): Promise<void> {
    const [outcome] = await inShop(this.shop, (tx) => postEntries(tx, [draft], now()));
    expect(outcome?.outcome).toBe("posted");
  }

  private async say(
    type: "order.paid" | "order.changed",
    orderId: bigint,
    occurredAt: Date,
  ): Promise<StoredEvent[]> {
    const dedupeKey = `${type}.${orderId}${type === "order.paid" ? "" : `.${newId()}`}`;
    const about = { customerId: null, orderId, occurredAt, source: "webhook" as const, dedupeKey };
    const draft: EventDraft = { ...about, type, properties: { orderId: String(orderId) } };
    await inShop(this.shop, (tx) => appendEvents(tx, this.shop, [draft], occurredAt));
    return [{ ...draft, id: newId(), shopId: this.shop }];
  }
}

function toldOf({ orders }: Story): Told[] {
  const ofOrders = orders.flatMap(({ paidOn, unitPrice, refunds, isAllBack }, order): Told[] => {
    const moment = (days: number, nth: number) => days + (order + 1) / 50 + nth / 1_000;
    const back = refunds.map(({ after, units }, nth) => ({
      on: moment(paidOn + after, nth),
      units,
    }));
    const left = back.reduce((sum, { units }) => sum - units, UNITS);
    const all =
      isAllBack && left > 0 ? [...back, { on: moment(paidOn + 26, 9), units: left }] : back;
    return [
      { on: moment(paidOn, 0), order, unitPrice },
      ...all.map((one, nth) => ({ ...one, order, nth })),
    ];
  });
  const backs = SPENT_ON.map((on, spending) => ({ on: on + 10.5, spending }));
  return [...ofOrders, ...backs].toSorted((a, b) => a.on - b.on);
}

/** Those before, between and after the days on which points are spent. */
function segmentsOf(told: readonly Told[]): Told[][] {
  const [first, second] = SPENT_ON;
  return [
    told.filter(({ on }) => on < first),
    told.filter(({ on }) => on >= first && on < second),
    told.filter(({ on }) => on >= second),
  ];
}

async function live(life: Life, some: Story, inOrder: boolean, shop: string): Promise<object> {
  for (const [index, segment] of segmentsOf(toldOf(some)).entries()) {
    const turned = segment
      .map((one, place) => ({ one, turn: some.turns[(place + index * 13) % 40] ?? 0 }))
      .toSorted((a, b) => a.turn - b.turn)
      .map(({ one }) => one);
    // Heard one by one, or some together.
    const size = inOrder ? 1 : 1 + ((some.turns[index] ?? 0) % 3);
    const arriving = inOrder ? segment : turned;
    for (let start = 0; start < arriving.length; start += size) {
      const news: StoredEvent[] = [];
      for (const one of arriving.slice(start, start + size))
        news.push(...(await life.hear(one, some)));
      await award(shop, news);
    }
    const on = SPENT_ON[index];
    if (on !== undefined) await life.spend(some.spent[index] ?? 0, on);
  }
  return life.state();
}

/** Somebody who had an account before they bought. */
function member(shop: string, begin: Date): Promise<string> {
  return haveCustomer(shop, { createdAt: daysAfter(begin, -1) });
}

/** Events of caps that were heard. */
const capped = new Set<string>();

/** And what follows for orders that share a cap with these. */
async function award(shopId: string, news: readonly StoredEvent[]): Promise<void> {
  for (let next = news; next.length > 0;) {
    await awardPoints(shopId, next);
    const found = await inShop(shopId, (tx) =>
      tx.event.findMany({
        where: { shopId, type: "order.changed", dedupeKey: { contains: ".cap." } },
      }),
    );
    next = found.filter(({ id }) => !capped.has(id)) as unknown as StoredEvent[];
    for (const { id } of next) capped.add(id);
  }
}

test("properties 5 and 7: balances and lots end the same under any settings, whatever arrives first, also where points were spent before", async () => {
  const people = fc.array(story, { minLength: PEOPLE, maxLength: PEOPLE, size: "max" });
  const everything = fc.asyncProperty(settings, people, async (changes, stories) => {
    const shop = (await createShop({ currency: "USD", timezone: "UTC" })).id;
    const begin = daysAfter(now(), -100);
    await saveProgram(shop, changes, daysAfter(begin, -1));
    for (const [index, some] of stories.entries()) {
      const lives: object[] = [];
      for (const inOrder of [true, false]) {
        const firstOrder = BigInt(index * 20 + (inOrder ? 0 : 10) + 1);
        const life = new Life(shop, await member(shop, begin), firstOrder, begin);
        lives.push(await live(life, some, inOrder, shop));
      }
      expect(lives[1]).toEqual(lives[0]);
      const { available, debt } = lives[0] as { available: bigint; debt: bigint };
      const isAllBack = some.orders.every((order) => order.isAllBack);
      if (isAllBack && some.back.every((quarters) => quarters === 4))
        expect(available - debt).toBe(0n);
    }
    expect(await verifyLedger(shop)).toEqual([]);
  });
  await assertRandomly(everything, SHOPS, { endOnFailure: true });
}, 400_000);
