import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { returnPayload } from "../payloads/return-payload.ts";
import type { OrderDoc, ReturnDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { ReturnInput } from "./inputs.ts";
import { chooseLines, currentQuantity } from "./make-refund.ts";
import { openOrderBook } from "./order-book.ts";

export type ReturnActs = {
  request: (shop: ShopDoc, orderId: string, input: ReturnInput) => OrderDoc;
  decide: (shop: ShopDoc, orderId: string, returnId: string, decision: ReturnDecision) => OrderDoc;
};

export const RETURN_DECISIONS = ["approve", "decline", "cancel", "close"] as const;
export type ReturnDecision = (typeof RETURN_DECISIONS)[number];

/** What happens to returns. A return is a part of its order. */
export function openReturnActs(store: Store, clock: Clock, webhooks: Webhooks): ReturnActs {
  const { load, commit } = openOrderBook(store, clock, webhooks);

  return {
    request(shop, orderId, input) {
      const order = load(shop, orderId);
      const returned: ReturnDoc = {
        id: store.ids.next("Return"),
        name: `#${order.number}-R${order.returns.length + 1}`,
        createdAt: clock.now().toISOString(),
        status: "requested",
        lines: input.lines.flatMap((wish) =>
          chooseLines(order, [wish], (line) =>
            Math.min(currentQuantity(order, line), line.fulfilledQuantity),
          ).map(({ line, quantity }) => ({
            id: store.ids.next("ReturnLineItem"),
            lineItemId: line.id,
            quantity,
            reason: wish.reason ?? "unwanted",
            note: wish.note ?? "",
          })),
        ),
      };
      const next = { ...order, returns: [...order.returns, returned] };
      return commit(shop, next, [["returns/request", () => returnPayload(next, returned)]]);
    },
    decide(shop, orderId, returnId, decision) {
      const order = load(shop, orderId);
      const found = order.returns.find(({ id }) => id === returnId);
      if (!found) throw new HttpError(404, `Order ${orderId} has no return ${returnId}`);
      const statuses = {
        approve: "open",
        decline: "declined",
        cancel: "canceled",
        close: "closed",
      } as const;
      const decided: ReturnDoc = { ...found, status: statuses[decision] };
      const next = {
        ...order,
        returns: order.returns.map((one) => (one.id === returnId ? decided : one)),
      };
      return commit(shop, next, [[`returns/${decision}`, () => returnPayload(next, decided)]]);
    },
  };
}
