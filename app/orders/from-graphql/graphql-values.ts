import { parseMinor } from "#app/ground/money.ts";

import type { MoneyBag } from "./graphql-order.ts";

/** The number at the end of `gid://shopify/Order/123`. */
export function idOf(gid: string): bigint {
  return BigInt(gid.slice(gid.lastIndexOf("/") + 1).split("?", 1)[0] ?? "");
}

/** An amount in the shop's currency. */
export function minorOf(bag: MoneyBag | null): bigint {
  return bag === null ? 0n : parseMinor(bag.shopMoney.amount, bag.shopMoney.currencyCode);
}
