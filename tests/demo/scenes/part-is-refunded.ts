import { act, row, type Stage, type StoryOrder } from "../stage.ts";
import { currentCustomer, shownBalance } from "./come-back-as-member.ts";
import { available, untilAvailable, wholePoints } from "./guest-buys.ts";

/** One of the two things goes back: so do its points, and no more. */
export async function partIsRefunded(stage: Stage, order: StoryOrder): Promise<void> {
  const { report } = stage;
  report.scene("One of the two things is refunded");
  await act(stage, `orders/${order.id}/refund`, { lines: [{ sku: order.skus[1], quantity: 1 }] });

  const left = wholePoints(order.linesMinor[0]);
  const { id } = await currentCustomer(stage);
  await untilAvailable(stage, id, left);
  report.check("points left", await available(stage, id), left);
  const facts = await row<{ state: string; refunded: string }>(
    stage,
    `SELECT financial_state AS state, refunded_minor::text AS refunded FROM "order" WHERE id = $1`,
    [order.id],
  );
  report.check("the order's money", facts, {
    state: "partially_refunded",
    refunded: String(order.linesMinor[1]),
  });
  report.check("points shown on the account page", await shownBalance(stage, left), left);
}
