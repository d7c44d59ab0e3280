import { type DiscountApplication, type DiscountFacts, discountFacts } from "../discounts.ts";
import type { GraphqlAllocation, GraphqlLine, GraphqlOrder } from "./graphql-order.ts";
import { idOf, minorOf } from "./graphql-values.ts";

const kinds = new Map<string, DiscountApplication["kind"]>([
  ["DiscountCodeApplication", "code"],
  ["AutomaticDiscountApplication", "automatic"],
  ["ScriptDiscountApplication", "script"],
]);

/** The discounts of an order that was fetched: those that took something off are named by what they took it off from. */
export function discountsFromGraphql(
  order: GraphqlOrder,
  lines: readonly GraphqlLine[],
): DiscountFacts[] {
  const allocations = [
    ...lines.flatMap(({ id, discountAllocations }) =>
      discountAllocations.map((allocation) => ({ lineId: idOf(id), allocation })),
    ),
    ...(order.shippingLine?.discountAllocations ?? []).map((allocation) => ({
      lineId: null,
      allocation,
    })),
  ];
  return discountFacts(
    allocations.map(({ allocation }) => applicationOf(allocation)),
    allocations.map(({ lineId, allocation }) => ({
      index: allocation.discountApplication.index,
      lineId,
      amountMinor: minorOf(allocation.allocatedAmountSet),
    })),
    order.discountCodes,
  );
}

function applicationOf({ discountApplication }: GraphqlAllocation): DiscountApplication {
  const { __typename, index, code, title } = discountApplication;
  return { kind: kinds.get(__typename) ?? "manual", index, name: code ?? title ?? "" };
}
