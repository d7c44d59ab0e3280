import { formatMinor } from "#app/ground/money.ts";

import { unitOfCurrency } from "./starting-unit.ts";

type StartingKind = "orders" | "spend" | "reviews" | "years" | "referrals";

/** What a shop starts with: badges alone, which cost nothing. Points are for the shop to promise. */
export function startingAchievements(
  currency: string,
  newId: () => string,
  unit: bigint = unitOfCurrency(currency),
) {
  const ready = (kind: StartingKind, threshold: bigint, name: string, badge: string) => ({
    id: newId(),
    name,
    kind,
    threshold,
    badge,
    points: 0n,
    pointsFrom: null,
    active: true,
  });
  return [
    ready("orders", 1n, "First order", "🎉"),
    ready("orders", 5n, "Five orders", "⭐"),
    ready("orders", 10n, "Ten orders", "🏆"),
    ready(
      "spend",
      500n * unit,
      `${formatMinor(500n * unit, currency, "en").replace(/\.0+$/, "")} spent`,
      "💎",
    ),
    ready("reviews", 1n, "First review", "✍️"),
    ready("years", 1n, "One year with us", "🎂"),
    ready("referrals", 1n, "Brought a friend", "🤝"),
  ];
}
