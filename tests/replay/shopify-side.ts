import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";

import { type Numbered, saidOfLine } from "./read-file.ts";
import { edit, orderNamed, pay, place, refund } from "./shopify-orders.ts";
import { emailOf, makeCustomer, makeCustomers, merge, namesIn } from "./shopify-people.ts";
import { makeProducts } from "./shopify-products.ts";
import { type StoryEvent, storyEvents } from "./story-time.ts";
import { type Hook, openWorld, type World } from "./world.ts";

/** What Shopify has to say about a file. */
export type ShopifySide = {
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

/**
 * Does everything that a file tells of to the stand-in's shop, in the order in which it happened, and returns the webhooks that
 * Shopify sends for each line instead of sending them. Throws `BadFile` for what cannot have happened.
 */
export function tellShopify(
  standIn: StandIn,
  shop: ShopDoc,
  lines: readonly Numbered[],
  startMs: number,
): ShopifySide {
  const world = openWorld(standIn, shop, startMs);
  const people = world.record("customers", () => makeCustomers(world, lines));
  makeProducts(world, lines);
  const byLine = new Map<string, Hook[]>();
  for (const storyEvent of storyEvents(lines, startMs)) {
    world.moveTo(storyEvent.atMs);
    byLine.set(
      storyEvent.text,
      world.record(storyEvent.text, () => happen(world, storyEvent, lines)),
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

function happen(world: World, storyEvent: StoryEvent, lines: readonly Numbered[]): void {
  const { entry } = storyEvent;
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
    throw saidOfLine(error, storyEvent.number);
  }
}
