import { readable } from "#app/ui/copy/segments.ts";

type OrderState = {
  financialState: string;
  fulfillmentState: string | null;
  cancelledAt: string | null;
  test: boolean;
};

const fulfillment: Record<string, string> = {
  fulfilled: "sent",
  partial: "partly sent",
  partially_fulfilled: "partly sent",
  restocked: "restocked",
};

/** Where an order stands, in a few words: "Paid, sent". */
export function orderStateInWords(order: OrderState): string {
  const money = order.cancelledAt ? "Cancelled" : readable(order.financialState.toLowerCase());
  const goods = order.fulfillmentState && fulfillment[order.fulfillmentState.toLowerCase()];
  const words = [money, goods, order.test && "test order"].filter(Boolean);
  return words.join(", ");
}
