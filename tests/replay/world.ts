import { createHash } from "node:crypto";

import { openActs } from "#tests/stand-in/acts/acts.ts";
import { exactJson } from "#tests/stand-in/payloads/exact-json.ts";
import type { StandIn } from "#tests/stand-in/stand-in.ts";
import type { CustomerDoc, ShopDoc } from "#tests/stand-in/store/documents.ts";
import type { Webhooks } from "#tests/stand-in/webhooks/webhooks.ts";

/** One webhook, as Shopify would send it. */
export type Hook = { topic: string; body: string; triggeredAt: Date; webhookId: string };

export type World = ReturnType<typeof openWorld>;

/** The stand-in's shop with a clock of its own and a webhook sender that only writes down. */
export function openWorld(standIn: StandIn, shop: ShopDoc, startMs: number) {
  const { store, app } = standIn.context;
  let nowMs = startMs;
  let sent: { topic: string; body: string }[] = [];
  const clock = { ...standIn.context.clock, now: () => new Date(nowMs) };
  const webhooks: Webhooks = {
    ...standIn.context.webhooks,
    emit: (_shop, topic, payload) => {
      // Its order comes along in orders/updated; to fetch it would show what happens to it later in the file.
      if (topic !== "orders/edited") sent.push({ topic, body: exactJson(payload) });
    },
  };
  return {
    shop,
    store,
    acts: openActs(store, app, clock, webhooks),
    customerIds: new Map<string, string>(),
    /** Whom Shopify merged into whom, by their names in the file; and as whom it knew them before. */
    mergedInto: new Map<string, string>(),
    gone: [] as CustomerDoc[],
    productIds: new Map<string, string>(),
    variantIds: new Map<string, string>(),
    orders: new Map<string, { id: string; lineIds: Map<string, string> }>(),
    moveTo: (ms: number) => {
      nowMs = ms;
    },
    /** The webhooks of what `act` does. */
    record: (key: string, act: () => void): Hook[] => {
      sent = [];
      act();
      return sent.map(({ topic, body }, place) => ({
        topic,
        body,
        triggeredAt: new Date(nowMs),
        webhookId: createHash("sha256")
          .update(`${key}\n${topic}\n${place}`)
          .digest("hex")
          .slice(0, 32),
      }));
    },
  };
}
