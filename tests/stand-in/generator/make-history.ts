import type { OrderInput } from "../acts/inputs.ts";
import { makeOrder } from "../acts/make-order.ts";
import { makeRefund } from "../acts/make-refund.ts";
import { paid, shipped, withRefund } from "../acts/order-changes.ts";
import type { OrderDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { decimal } from "../money.ts";
import { placedAmounts } from "../order-money.ts";
import type { Chance } from "./chance.ts";
import type { Goods } from "./make-goods.ts";
import type { Person } from "./make-people.ts";
import type { Visit } from "./make-visits.ts";

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const FREE_SHIPPING_FROM_MINOR = 5000;

/** Writes the order of every visit, in the order of time, with what became of it until `now`. */
export function makeHistory(
  store: Store,
  shop: ShopDoc,
  chance: Chance,
  goods: Goods[],
  visits: Visit[],
  now: Date,
): void {
  const favourites = new Map<Person, Goods[]>();
  const consumables = goods.filter(({ kind }) => kind === "consumable");
  for (const visit of visits) {
    const liked = favourites.get(visit.person) ?? [
      chance.pick(consumables),
      chance.pick(consumables),
    ];
    favourites.set(visit.person, liked);
    const input = orderInput(shop, chance, visit, liked, goods);
    const placed = makeOrder(store, shop, input, new Date(visit.at));
    store.putOrder(shop.id, laterLife(store, chance, placed, now));
  }
}

function orderInput(
  shop: ShopDoc,
  chance: Chance,
  { person, at }: Visit,
  liked: Goods[],
  goods: Goods[],
): OrderInput {
  const asGuest =
    person.customers.length === 0 || (person.guestEmails.length > 0 && chance.happens(0.3));
  const customer = asGuest
    ? null
    : person.customers.length > 1
      ? chance.pick(person.customers)
      : person.customers[0];
  const email = asGuest ? chance.pick(person.guestEmails) : (customer?.email ?? null);
  const basket = new Map<string, number>();
  let worthMinor = 0;
  for (let i = 0, items = 1 + Math.floor(chance.wait(1.1)); i < Math.min(items, 8); i++) {
    const { product, kind } = chance.happens(0.55) ? chance.pick(liked) : chance.pick(goods);
    const variant = product.variants[0];
    if (!variant) continue;
    const units = kind === "consumable" && chance.happens(0.3) ? chance.between(2, 4) : 1;
    basket.set(variant.id, (basket.get(variant.id) ?? 0) + units);
    worthMinor += variant.priceMinor * units;
  }
  const atTheTill = email === null && customer === null;
  return {
    customerId: customer?.id,
    email,
    lines: [...basket].map(([variantId, quantity]) => ({ variantId, quantity })),
    discountCodes: chance.happens(0.09)
      ? [
          {
            code: chance.pick(["WELCOME10", "SPRING", "THANKYOU"]),
            amount: undefined,
            percentage: 10,
          },
        ]
      : [],
    ...(!atTheTill &&
      worthMinor < FREE_SHIPPING_FROM_MINOR && { shipping: decimal(490, shop.currency) }),
    ...(chance.happens(0.05) && { currency: chance.pick(["USD", "CHF", "GBP", "JPY", "SEK"]) }),
    createdAt: new Date(at).toISOString(),
    paid: true,
    giftCards: [],
    storeCredit: false,
    attributes: {},
    test: chance.happens(0.001),
    sourceName: atTheTill ? "pos" : "web",
    ...(person.address && { shippingAddress: person.address }),
  };
}

/** Paid, shipped, delivered; here and there cancelled, returned or partly refunded. Nothing happens after `now`. */
function laterLife(store: Store, chance: Chance, placed: OrderDoc, now: Date): OrderDoc {
  const at = Date.parse(placed.createdAt);
  const until = (ms: number) => ms < now.getTime();
  const touched = (order: OrderDoc, ms: number): OrderDoc => ({
    ...order,
    updatedAt: new Date(ms).toISOString(),
  });
  // A few wait for a bank transfer.
  if (at > now.getTime() - 3 * DAY_MS && chance.happens(0.1)) return placed;
  const order = paid(store, placed, placed.createdAt);

  if (chance.happens(0.015) && until(at + 5 * HOUR_MS)) {
    const cancelledAt = new Date(at + 5 * HOUR_MS);
    const lines = order.lines.map((line) => ({ lineItemId: line.id, quantity: line.quantity }));
    const back = makeRefund(
      store.ids,
      order,
      { lines, shipping: true, restock: true },
      cancelledAt,
    );
    const iso = cancelledAt.toISOString();
    return {
      ...withRefund(order, back),
      cancelledAt: iso,
      closedAt: iso,
      cancelReason: "customer",
      updatedAt: iso,
    };
  }
  const shippedAt = at + chance.between(6, 48) * HOUR_MS;
  if (!until(shippedAt)) return order;
  const sent = touched(shipped(store, order, { lines: [] }, new Date(shippedAt)).next, shippedAt);
  const deliveredAt = shippedAt + chance.between(20, 120) * HOUR_MS;
  if (!until(deliveredAt)) return sent;
  const arrived = delivered(store, sent, deliveredAt);
  const refundedAt = deliveredAt + chance.between(1, 20) * DAY_MS;
  return until(refundedAt) ? maybeRefunded(store, chance, arrived, refundedAt) : arrived;
}

function delivered(store: Store, order: OrderDoc, ms: number): OrderDoc {
  const iso = new Date(ms).toISOString();
  const event = () => ({
    id: store.ids.next("FulfillmentEvent"),
    status: "delivered" as const,
    happenedAt: iso,
    message: null,
  });
  const fulfillments = order.fulfillments.map((fulfillment) => ({
    ...fulfillment,
    updatedAt: iso,
    shipmentStatus: "delivered" as const,
    deliveredAt: iso,
    events: [event()],
  }));
  return { ...order, fulfillments, updatedAt: iso, closedAt: iso };
}

/** Six in a hundred get a line back, one the shipping, one a part of the price. */
function maybeRefunded(store: Store, chance: Chance, order: OrderDoc, ms: number): OrderDoc {
  const draw = chance.unit();
  const at = new Date(ms);
  const line = chance.pick(order.lines);
  const input =
    draw < 0.06
      ? { lines: [{ lineItemId: line.id, quantity: 1 }], restock: true }
      : draw < 0.07 && order.shippingLines.length > 0
        ? { lines: [], shipping: true }
        : draw < 0.08
          ? {
              lines: [],
              amount: decimal(Math.floor(placedAmounts(order).totalMinor / 10), order.currency),
            }
          : null;
  if (!input) return order;
  return {
    ...withRefund(order, makeRefund(store.ids, order, input, at)),
    updatedAt: at.toISOString(),
  };
}
