import { z } from "zod";

import { get, post, type Route } from "./route.ts";
import { deliveryView } from "./views.ts";
import { DirectSendInput, SwitchesInput } from "./webhook-inputs.ts";

const MOST_ROWS = 10_000;
const SettleInput = z.object({ timeoutMs: z.coerce.number().default(10_000) });

/** What was sent to the app, and how it is sent. */
export const webhookRoutes: Route[] = [
  get(/^deliveries$/, ({ context, shop }) => {
    const query = context.url.searchParams;
    const limit = Math.min(Number(query.get("limit") ?? 1000), MOST_ROWS);
    const rows = context.store.deliveries.list(shop.id, Number(query.get("since") ?? 0), limit);
    return { deliveries: rows.map((row) => deliveryView(row, query.get("bodies") === "1")) };
  }),
  get(/^webhooks$/, ({ context, shop }) => ({
    switches: context.webhooks.switches(shop.id),
    waiting: context.store.deliveries.countWaiting(shop.id),
  })),
  post(/^webhooks$/, ({ context, shop, input }) => {
    const switches = { ...context.webhooks.switches(shop.id), ...SwitchesInput.parse(input) };
    context.webhooks.setSwitches(shop.id, switches);
    return { switches };
  }),
  post(/^webhooks\/send$/, async ({ context, shop, input }) => {
    const delivery = await context.webhooks.sendNow(shop, DirectSendInput.parse(input));
    return { delivery: deliveryView(delivery, true) };
  }),
  post(/^webhooks\/settle$/, async ({ context, shop, input }) => ({
    settled: await context.webhooks.settle(shop.id, SettleInput.parse(input).timeoutMs),
  })),
];
