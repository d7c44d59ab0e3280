import { type DiscountApplication, type DiscountFacts, discountFacts } from "../discounts.ts";
import type { AllocationPayload, OrderPayload } from "./order.schema.ts";
import { exactId } from "./payload.schema.ts";
import { shopMinor } from "./refund-from-webhook.ts";

const kinds = new Map<string | null, DiscountApplication["kind"]>([
  ["discount_code", "code"],
  ["automatic", "automatic"],
  ["script", "script"],
]);

/** The discounts that an order's payload tells of. */
export function discountsFromWebhook(payload: OrderPayload, currency: string): DiscountFacts[] {
  const share = (lineId: bigint | null) => (allocation: AllocationPayload) => ({
    // What points to no discount at all is none that anybody could name.
    index: allocation.discount_application_index ?? -1,
    lineId,
    amountMinor: shopMinor(allocation.amount_set, allocation.amount, currency),
  });
  return discountFacts(
    payload.discount_applications.map(({ type, code, title }, index) => ({
      kind: kinds.get(type) ?? "manual",
      index,
      name: code ?? title ?? "",
    })),
    [
      ...payload.line_items.flatMap((line) => line.discount_allocations.map(share(exactId(line)))),
      ...payload.shipping_lines.flatMap((line) => line.discount_allocations.map(share(null))),
    ],
    payload.discount_codes.flatMap(({ code }) => code ?? []),
  );
}
