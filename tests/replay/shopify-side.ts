import { createHash } from "node:crypto";

import { openActs } from "#tests/stand-in/acts/acts.ts";
import {
  CustomerInput,
  EditInput,
  OrderInput,
  ProductInput,
  RefundInput,
} from "#tests/stand-in/acts/inputs.ts";
import { currentQuantity } from "#tests/stand-in/acts/make-refund.ts";
import { HttpError } from "#tests/stand-in/http.ts";
import { decimal, exponentOf, minorOf } from "#tests/stand-in/money.ts";
import { orderReceivedMinor, orderRefundedMinor } from "#tests/stand-in/order-money.ts";
import { exactJson } from "#tests/stand-in/payloads/exact-json.ts";
import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { CustomerDoc, OrderDoc, ShopDoc } from "#tests/stand-in/store/documents.ts";
import type { Webhooks } from "#tests/stand-in/webhooks/webhooks.ts";

import type { EntryOf, ReplayLine } from "./line.schema.ts";
import { BadFile, type Numbered } from "./read-file.ts";
import { type Happening, happenings } from "./story-time.ts";

/** One webhook, as Shopify would send it. */
export type Hook = { topic: string; body: string; triggeredAt: Date; webhookId: string };

/** What Shopify has to say about a file. */
export type Told = {
  /** Sent before the first line: the customers. */
  before: Hook[];
  /** By the text of a line: the same line again is the same webhooks again. */
  byLine: Map<string, Hook[]>;
  /** Shopify's ids, by the names in the file. */
  customerIds: Map<string, string>;
  productIds: Map<string, string>;
  /** The orders' names in the file, by Shopify's ids. */
  orderNames: Map<string, string>;
  /** Everybody who is named, sorted. */
  names: readonly string[];
  emailOf(name: string): string;
  /** Opens an account for somebody who has only bought as a guest so far. No webhooks when there is one. */
  join(name: string, atMs: number): Hook[];
};

/** What stands in an order for the code of a redemption, which is made only when the file gets there. */
export const codeOf = (redemption: string) => `REDEMPTION-${redemption}`;

/**
 * Does everything that a file tells of to the stand-in's shop, in the order in which it happened, and returns the webhooks that
 * Shopify sends for each line instead of sending them. Throws `BadFile` for what cannot have happened.
 */
export function tellShopify(
  standIn: StandIn,
  shop: ShopDoc,
  lines: readonly Numbered[],
  startMs: number,
): Told {
  const world = openWorld(standIn, shop, startMs);
  const people = world.record("customers", () => makeCustomers(world, lines));
  makeProducts(world, lines);
  const byLine = new Map<string, Hook[]>();
  for (const happening of happenings(lines, startMs)) {
    world.moveTo(happening.atMs);
    byLine.set(
      happening.text,
      world.record(happening.text, () => happen(world, happening, lines)),
    );
  }
  // Until the file gets to their merge, Shopify makes rewards for them.
  for (const customer of world.gone) world.store.customers.put(shop.id, customer);
  return {
    before: people,
    byLine,
    customerIds: world.customerIds,
    productIds: world.productIds,
    orderNames: new Map([...world.orders].map(([name, { id }]) => [id, name])),
    names: [...new Set(lines.flatMap(({ entry }) => namesIn(entry)))].toSorted(),
    emailOf: (name) => emailOf(name, lines),
    join: (name, atMs) => {
      world.moveTo(atMs);
      return world.customerIds.has(name)
        ? []
        : world.record(`join ${name}`, () => makeCustomer(world, name, lines));
    },
  };
}

type World = ReturnType<typeof openWorld>;

/** The stand-in's shop with a clock of its own and a webhook sender that only writes down. */
function openWorld(standIn: StandIn, shop: ShopDoc, startMs: number) {
  const { store, app } = standIn.context;
  let nowMs = startMs;
  let sent: { topic: string; body: string }[] = [];
  const clock = { ...standIn.context.clock, now: () => new Date(nowMs) };
  const webhooks: Webhooks = {
    ...standIn.context.webhooks,
    emit: (_shop, topic, payload) => {
      // Its order comes along in orders/updated; to fetch it would show what happens to it later in the file.
      if (topic !== "orders/edited") sent.push({ topic, body: exactJson(payload) });
    },
  };
  return {
    shop,
    store,
    acts: openActs(store, app, clock, webhooks),
    customerIds: new Map<string, string>(),
    /** Whom Shopify merged into whom, by their names in the file; and as whom it knew them before. */
    mergedInto: new Map<string, string>(),
    gone: [] as CustomerDoc[],
    productIds: new Map<string, string>(),
    variantIds: new Map<string, string>(),
    orders: new Map<string, { id: string; lineIds: Map<string, string> }>(),
    moveTo: (ms: number) => {
      nowMs = ms;
    },
    /** The webhooks of what `act` does. */
    record: (key: string, act: () => void): Hook[] => {
      sent = [];
      act();
      return sent.map(({ topic, body }, place) => ({
        topic,
        body,
        triggeredAt: new Date(nowMs),
        webhookId: createHash("sha256")
          .update(`${key}\n${topic}\n${place}`)
          .digest("hex")
          .slice(0, 32),
      }));
    },
  };
}

/** Everybody who is named other than as a guest; who only signs in later has no account before. */
function makeCustomers(world: World, lines: readonly Numbered[]): void {
  const members = lines.flatMap(({ entry }) => {
    if (entry.type === "merge" || entry.type === "unmerge") return [entry.from, entry.into];
    if (entry.type === "login" || !("customer" in entry) || entry.customer === undefined) return [];
    return "guest" in entry && entry.guest ? [] : [entry.customer];
  });
  const signedIn = lines.flatMap(({ entry }) => (entry.type === "login" ? [entry.customer] : []));
  const guests = new Set(
    lines.flatMap(({ entry }) => ("guest" in entry && entry.guest ? [entry.customer] : [])),
  );
  const names = new Set([...members, ...signedIn.filter((name) => !guests.has(name))]);
  for (const name of [...names].toSorted()) makeCustomer(world, name, lines);
}

function namesIn(entry: Numbered["entry"]): string[] {
  if (entry.type === "merge" || entry.type === "unmerge") return [entry.from, entry.into];
  return "customer" in entry && entry.customer !== undefined ? [entry.customer] : [];
}

function makeCustomer(world: World, name: string, lines: readonly Numbered[]): void {
  const input = CustomerInput.parse({
    email: emailOf(name, lines),
    firstName: name,
    state: "enabled",
  });
  world.customerIds.set(name, world.acts.customers.create(world.shop, input).id);
}

function emailOf(name: string, lines: readonly Numbered[]): string {
  for (const { entry } of lines)
    if (entry.type === "customer" && entry.customer === name && entry.email) return entry.email;
  return `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@example.com`;
}

/** A product for each name; gift cards and untaxed goods are products of their own. */
function makeProducts(world: World, lines: readonly Numbered[]): void {
  for (const { entry, number } of lines) {
    try {
      for (const line of linesOf(entry)) makeProduct(world, line);
    } catch (error) {
      throw saidOfLine(error, number);
    }
  }
}

function makeProduct(world: World, line: ReplayLine): void {
  const key = productKey(line);
  if (world.variantIds.has(key)) return;
  const title = productOf(line);
  const product = world.acts.products.create(
    world.shop,
    ProductInput.parse({
      title,
      giftCard: line.giftCard ?? false,
      variants: [{ price: line.price, sku: key, taxable: line.taxable ?? true }],
    }),
  );
  world.variantIds.set(key, product.variants[0]?.id ?? "");
  if (!world.productIds.has(title)) world.productIds.set(title, product.id);
}

const productOf = (line: ReplayLine) => line.product ?? line.id ?? "Goods";
const productKey = (line: ReplayLine) =>
  [productOf(line), line.giftCard ? "gift card" : "", line.taxable === false ? "untaxed" : ""]
    .filter(Boolean)
    .join(" ");

function linesOf(entry: Numbered["entry"]): ReplayLine[] {
  if (entry.type === "edit") return entry.add;
  if (entry.type !== "paid" && entry.type !== "placed") return [];
  if (entry.lines) return entry.lines;
  return entry.total === undefined ? [] : [{ price: entry.total, quantity: 1 }];
}

function happen(world: World, happening: Happening, lines: readonly Numbered[]): void {
  const { entry } = happening;
  try {
    if (entry.type === "placed") place(world, entry, false, lines);
    else if (entry.type === "paid") pay(world, entry, lines);
    else if (entry.type === "refund") refund(world, entry);
    else if (entry.type === "cancel") {
      const input = { reason: "customer" as const, refund: entry.refund };
      world.acts.orders.cancel(world.shop, orderNamed(world, entry.order).id, input);
    } else if (entry.type === "edit") edit(world, entry);
    else merge(world, entry);
  } catch (error) {
    throw saidOfLine(error, happening.number);
  }
}

function merge(world: World, { from, into }: EntryOf<"merge">): void {
  const [kept, merged] = [customerNamed(world, into), customerNamed(world, from)];
  if (kept === merged) throw new BadFile(`${from} and ${into} are one customer already`);
  const gone = world.store.customers.find(world.shop.id, merged);
  if (gone) world.gone.push(gone);
  world.acts.customers.merge(world.shop, kept, merged);
  world.mergedInto.set(from, into);
}

/** What cannot have happened, in words for whoever wrote the file; anything else as it is. */
function saidOfLine(error: unknown, number: number): unknown {
  const isOfFile =
    error instanceof HttpError || error instanceof BadFile || error instanceof RangeError;
  return isOfFile ? new BadFile(`line ${number}: ${error.message}`) : error;
}

function place(
  world: World,
  entry: EntryOf<"placed"> | (EntryOf<"paid"> & { customer: string }),
  isPaid: boolean,
  all: readonly Numbered[],
): void {
  if (world.orders.has(entry.order))
    throw new BadFile(`order ${entry.order} was placed already, and not like this`);
  const wanted = linesOf(entry);
  if (wanted.length === 0) throw new BadFile(`order ${entry.order} needs a total or lines`);
  const createdAt = "createdAt" in entry ? entry.createdAt : undefined;
  const buyer = entry.guest
    ? { email: emailOf(entry.customer, all) }
    : { customerId: customerNamed(world, entry.customer) };
  const order = world.acts.orders.create(
    world.shop,
    OrderInput.parse({
      ...buyer,
      lines: wanted.map((line) => ({
        variantId: world.variantIds.get(productKey(line)),
        price: line.price,
        quantity: line.quantity,
        discount: line.discount,
      })),
      discountCodes: discountsOf(entry, world.shop.currency, all),
      shipping: entry.shipping,
      giftCards: entry.giftCard === undefined ? [] : [giftCardOf(world, entry.giftCard)],
      currency: entry.currency,
      exchangeRate: entry.rate,
      test: entry.test,
      createdAt,
      paid: isPaid && createdAt === undefined,
    }),
  );
  world.orders.set(entry.order, { id: order.id, lineIds: lineIds(order, wanted, 0) });
  if (isPaid && createdAt !== undefined) world.acts.orders.pay(world.shop, order.id);
}

/** The code of a card that somebody bought before, with so much on it. */
function giftCardOf({ store, shop }: World, amount: string): string {
  const id = store.ids.next("GiftCard");
  const minor = minorOf(amount, shop.currency);
  const code = `CARD${id}`;
  const soldAt = new Date(0).toISOString();
  store.giftCards.put(shop.id, {
    id,
    code,
    initialMinor: minor,
    balanceMinor: minor,
    currency: shop.currency,
    customerId: null,
    createdAt: soldAt,
    updatedAt: soldAt,
    expiresOn: null,
    deactivatedAt: null,
    note: null,
  });
  return code;
}

function pay(world: World, entry: EntryOf<"paid">, all: readonly Numbered[]): void {
  const known = world.orders.get(entry.order);
  if (known && linesOf(entry).length === 0) {
    world.acts.orders.pay(world.shop, known.id);
    return;
  }
  const { customer } = entry;
  if (customer === undefined) throw new BadFile(`order ${entry.order} needs a customer`);
  place(world, { ...entry, customer }, true, all);
}

function discountsOf(
  entry: EntryOf<"placed" | "paid">,
  currency: string,
  all: readonly Numbered[],
): object[] {
  if (entry.redemption === undefined)
    return entry.discount ? [{ code: "DISCOUNT", amount: entry.discount }] : [];
  const redeemed = all.find(
    (line) => line.entry.type === "redeem" && line.entry.id === entry.redemption,
  )?.entry;
  if (redeemed?.type !== "redeem") throw new BadFile(`there is no redemption ${entry.redemption}`);
  const code = codeOf(entry.redemption);
  if (entry.discount === undefined && redeemed.kind === "percentage")
    return [{ code, percentage: redeemed.percent ?? 10 }];
  return [{ code, amount: entry.discount ?? amountOf(redeemed, currency) }];
}

/** What a redemption takes off: 100 points are one unit unless it says otherwise, rounded down to what the currency has. */
export function amountOf(redeem: EntryOf<"redeem">, currency: string): string {
  if (redeem.kind === "free_shipping") return "0";
  if (redeem.amount !== undefined) return redeem.amount;
  const minor = Math.floor((redeem.points / 100) * 10 ** exponentOf(currency));
  return decimal(minor, currency);
}

function refund(world: World, entry: EntryOf<"refund">): void {
  const { id, lineIds: ids } = orderNamed(world, entry.order);
  const order = world.store.orders.find(world.shop.id, id) as OrderDoc;
  const lines = entry.all
    ? order.lines.map((line) => ({ lineItemId: line.id, quantity: currentQuantity(order, line) }))
    : (entry.lines ?? []).map((choice) => {
        const line = order.lines.find((one) => one.id === lineNamed(ids, choice.id));
        return {
          lineItemId: line?.id,
          quantity: choice.quantity ?? (line ? currentQuantity(order, line) : 0),
        };
      });
  const left = orderReceivedMinor(order) - orderRefundedMinor(order);
  const input = {
    lines: lines.filter(({ quantity }) => quantity > 0),
    amount: entry.amount ?? (entry.all ? decimal(left, order.currency) : undefined),
    shipping: entry.shipping ?? (entry.all ? true : undefined),
  };
  world.acts.orders.refund(world.shop, id, RefundInput.parse(input));
}

function edit(world: World, entry: EntryOf<"edit">): void {
  const known = orderNamed(world, entry.order);
  const before = world.store.orders.find(world.shop.id, known.id) as OrderDoc;
  const input = EditInput.parse({
    add: entry.add.map((line) => ({
      variantId: world.variantIds.get(productKey(line)),
      price: line.price,
      quantity: line.quantity,
      discount: line.discount,
    })),
    remove: entry.remove.map((choice) => ({
      lineItemId: lineNamed(known.lineIds, choice.id),
      quantity: choice.quantity ?? 1,
    })),
  });
  const after = world.acts.orders.edit(world.shop, known.id, input);
  for (const [name, id] of lineIds(after, entry.add, before.lines.length))
    known.lineIds.set(name, id);
}

/** Shopify's ids of an order's lines from a place on, by their names in the file; lines without one are numbered from 1. */
function lineIds(order: OrderDoc, lines: readonly ReplayLine[], from: number): Map<string, string> {
  return new Map(
    lines.map((line, place) => [
      line.id ?? line.product ?? String(from + place + 1),
      order.lines[from + place]?.id ?? "",
    ]),
  );
}

function orderNamed(world: World, name: string): { id: string; lineIds: Map<string, string> } {
  const order = world.orders.get(name);
  if (!order) throw new BadFile(`there is no order ${name}`);
  return order;
}

function lineNamed(ids: Map<string, string>, name: string): string {
  const id = ids.get(name);
  if (!id) throw new BadFile(`the order has no line ${name}`);
  return id;
}

/** Shopify's id of a customer: of whom they were merged into, once they were. */
function customerNamed(world: World, name: string): string {
  let survivor = name;
  for (let next = world.mergedInto.get(name); next; next = world.mergedInto.get(next))
    survivor = next;
  const id = world.customerIds.get(survivor);
  if (!id) throw new BadFile(`there is no customer ${name}`);
  return id;
}
