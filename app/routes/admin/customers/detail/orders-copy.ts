import { readable } from "#app/ui/copy/segments.ts";

type OrderState = {
  financialState: string;
  fulfillmentState: string | null;
  cancelledAt: string | null;
  isDeleted: boolean;
  test: boolean;
  otherCurrency: string | null;
};

const fulfillment: Record<string, string> = {
  fulfilled: "sent",
  partial: "partly sent",
  partially_fulfilled: "partly sent",
  restocked: "restocked",
};

function moneyInWords({ isDeleted, cancelledAt, financialState }: OrderState): string {
  if (isDeleted) return "Deleted in Shopify";
  return cancelledAt ? "Cancelled" : readable(financialState.toLowerCase());
}

/** Where an order stands, in a few words: "Paid, sent". */
export function orderStateInWords(order: OrderState): string {
  const goods = order.fulfillmentState && fulfillment[order.fulfillmentState.toLowerCase()];
  const foreign = order.otherCurrency && `in ${order.otherCurrency}: not counted`;
  const words = [moneyInWords(order), goods, order.test && "test order", foreign].filter(Boolean);
  return words.join(", ");
}
