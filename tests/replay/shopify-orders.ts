import { EditInput, OrderInput, RefundInput } from "#tests/stand-in/acts/inputs.ts";
import { currentQuantity } from "#tests/stand-in/acts/make-refund.ts";
import { decimal, exponentOf, minorOf } from "#tests/stand-in/money.ts";
import { orderReceivedMinor, orderRefundedMinor } from "#tests/stand-in/order-money.ts";
import type { OrderDoc } from "#tests/stand-in/store/documents.ts";

import type { EntryOf, ReplayLine } from "./line.schema.ts";
import { BadFile, type Numbered } from "./read-file.ts";
import { customerNamed, emailOf } from "./shopify-people.ts";
import { linesOf, productKey } from "./shopify-products.ts";
import type { World } from "./world.ts";

/** What stands in an order for the code of a redemption, which is made only when the file gets there. */
export const codeOf = (redemption: string) => `REDEMPTION-${redemption}`;

export function place(
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

export function pay(world: World, entry: EntryOf<"paid">, all: readonly Numbered[]): void {
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

export function refund(world: World, entry: EntryOf<"refund">): void {
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

export function edit(world: World, entry: EntryOf<"edit">): void {
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

export function orderNamed(
  world: World,
  name: string,
): { id: string; lineIds: Map<string, string> } {
  const order = world.orders.get(name);
  if (!order) throw new BadFile(`there is no order ${name}`);
  return order;
}

function lineNamed(ids: Map<string, string>, name: string): string {
  const id = ids.get(name);
  if (!id) throw new BadFile(`the order has no line ${name}`);
  return id;
}
