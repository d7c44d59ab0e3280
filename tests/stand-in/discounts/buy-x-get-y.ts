import { isAmong, type CartItem } from "./cart.ts";
import type { DiscountDoc } from "./discount-documents.ts";

type Unit = { item: number; priceMinor: number };

/**
 * What "buy x, get y" takes off each item: as often as the cart allows, the cheapest of what it gives, paid for by units
 * that are not given themselves.
 */
export function bxgyShares(discount: DiscountDoc, items: CartItem[]): number[] {
  const shares = items.map(() => 0);
  const { gets, buys } = discount;
  if (!gets || !buys || gets.value.kind !== "on_quantity") return shares;
  const { quantity, effect } = gets.value;
  let units: Unit[] = items.flatMap(({ priceMinor, quantity: count }, item) =>
    Array.from({ length: count }, () => ({ item, priceMinor })),
  );
  const most = discount.usesPerOrderLimit ?? Number.POSITIVE_INFINITY;
  for (let uses = 0; uses < most; uses++) {
    const given = units
      .filter(({ item }) => amongItem(items, item, gets.items))
      .sort((a, b) => a.priceMinor - b.priceMinor)
      .slice(0, quantity);
    const rest = units.filter((unit) => !given.includes(unit));
    const bought = enough(
      rest.filter(({ item }) => amongItem(items, item, buys.items)),
      buys.value,
    );
    if (given.length === 0 || !bought) break;
    for (const { item, priceMinor } of given) {
      const off =
        effect.kind === "percentage"
          ? Math.round(priceMinor * effect.percentage)
          : Math.min(effect.amountMinor, priceMinor);
      shares[item] = (shares[item] ?? 0) + off;
    }
    units = rest.filter((unit) => !bought.includes(unit));
  }
  return shares;
}

function amongItem(items: CartItem[], at: number, wanted: Parameters<typeof isAmong>[1]): boolean {
  const item = items[at];
  return item !== undefined && isAmong(item, wanted);
}

/** The dearest units that make up what must be bought, or null when there are too few. */
function enough(units: Unit[], value: NonNullable<DiscountDoc["buys"]>["value"]): Unit[] | null {
  const dearest = [...units].sort((a, b) => b.priceMinor - a.priceMinor);
  if (value.kind === "quantity")
    return dearest.length >= value.quantity ? dearest.slice(0, value.quantity) : null;
  let sum = 0;
  for (const [i, unit] of dearest.entries()) {
    sum += unit.priceMinor;
    if (sum >= value.amountMinor) return dearest.slice(0, i + 1);
  }
  return null;
}
