import { randomUUID } from "node:crypto";

import type { AppConfig } from "../app-config.ts";
import type { Clock } from "../clock.ts";
import { exactJson, type Json } from "../payloads/exact-json.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { DeliveryRow, Try } from "../store/deliveries.ts";
import type { Store } from "../store/store.ts";
import { keepFields } from "./include-fields.ts";
import { sendDelivery } from "./send-delivery.ts";
import { RETRY_DELAYS_MS } from "./retries.ts";

export type Switches = {
  /** Every delivery goes out twice, with the same id. */
  duplicate: boolean;
  /** Deliveries of the same moment go out in a shuffled order. */
  reorder: boolean;
  /** Every delivery waits so long first. */
  delayMs: number;
  /** The share (0 to 1) that is never sent. */
  dropRate: number;
  /** Nothing is sent until switched off again. */
  paused: boolean;
};

export const NO_SWITCHES: Switches = {
  duplicate: false,
  reorder: false,
  delayMs: 0,
  dropRate: 0,
  paused: false,
};

export type Webhooks = {
  /** Queues a payload for every subscription of its topic. `eventId` is shared by all that one act causes. */
  emit: (shop: ShopDoc, topic: string, payload: Json, eventId: string) => void;
  /** Sends one now, whatever the switches say, and answers with what came of it. */
  sendNow: (shop: ShopDoc, wish: DirectSend) => Promise<DeliveryRow>;
  switches: (shopId: string) => Switches;
  setSwitches: (shopId: string, switches: Switches) => void;
  /** Resolves when nothing of this shop is on its way or due, or after `timeoutMs`. True when all is quiet. */
  settle: (shopId: string, timeoutMs: number) => Promise<boolean>;
  close: () => Promise<void>;
};

export type DirectSend = {
  topic: string;
  /** The exact bytes of the body. */
  body: string;
  webhookId?: string;
  /** Signs instead of the app's secret. */
  secret?: string;
  triggeredAt?: string;
};

const CONCURRENCY = 16;
const REORDER_WINDOW_MS = 300;

/** The webhook sender of all shops. `timeScale` shortens the waits between retries (0.001: four hours in 15 s). */
export function openWebhooks(
  store: Store,
  app: AppConfig,
  clock: Clock,
  { timeScale, random }: { timeScale: number; random: () => number },
): Webhooks {
  const switchesOf = new Map<string, Switches>();
  const onTheirWay = new Map<number, Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const switches = (shopId: string) => switchesOf.get(shopId) ?? NO_SWITCHES;
  const settings = { app, domainOf: rememberDomains(store) };

  function add(shop: ShopDoc, wish: Omit<DeliveryRow, "seq" | "tries" | "shopId" | "triggeredAt">) {
    return store.deliveries.add({
      ...wish,
      shopId: shop.id,
      triggeredAt: clock.now().toISOString(),
      tries: [],
    });
  }

  function emit(shop: ShopDoc, topic: string, payload: Json, eventId: string): void {
    const { duplicate, reorder, delayMs, dropRate } = switches(shop.id);
    for (const subscription of app.subscriptions) {
      if (subscription.topic !== topic) continue;
      if (!subscription.compliance && !shop.grantedScopes) continue;
      const dueAt = Date.now() + delayMs + (reorder ? random() * REORDER_WINDOW_MS : 0);
      const row = {
        topic,
        uri: subscription.uri,
        webhookId: randomUUID(),
        eventId,
        name: subscription.name,
        secret: null,
        body: exactJson(keepFields(payload, subscription.includeFields)),
        state: random() < dropRate ? ("dropped" as const) : ("waiting" as const),
      };
      add(shop, { ...row, dueAt });
      if (duplicate)
        add(shop, { ...row, dueAt: dueAt + (reorder ? random() * REORDER_WINDOW_MS : 0) });
    }
    schedule();
  }

  /** Starts what is due, and sets the alarm for what is due next. */
  function schedule(): void {
    if (closed) return;
    const room = CONCURRENCY - onTheirWay.size;
    if (room > 0) {
      const due = store.deliveries.listDue(Date.now(), room, pausedShops(), [...onTheirWay.keys()]);
      for (const row of due) start(row);
    }
    if (timer) clearTimeout(timer);
    const next = store.deliveries.nextDueAt(pausedShops(), [...onTheirWay.keys()]);
    if (next === null || onTheirWay.size >= CONCURRENCY) return;
    timer = setTimeout(schedule, Math.min(Math.max(next - Date.now(), 1), 60_000));
    timer.unref();
  }

  const pausedShops = () =>
    [...switchesOf].filter(([, { paused }]) => paused).map(([shopId]) => shopId);

  function start(row: DeliveryRow): void {
    const work = sendDelivery(settings, row)
      .then((tried) => {
        if (!closed) store.deliveries.update(afterTry(row, tried, timeScale));
      })
      .finally(() => {
        onTheirWay.delete(row.seq);
        schedule();
      });
    onTheirWay.set(row.seq, work);
  }

  schedule(); // what a former run left waiting
  return {
    emit,
    async sendNow(shop, wish) {
      const row = add(shop, {
        topic: wish.topic,
        uri: app.subscriptions.find(({ topic }) => topic === wish.topic)?.uri ?? "/webhooks",
        webhookId: wish.webhookId ?? randomUUID(),
        eventId: randomUUID(),
        name: null,
        secret: wish.secret ?? null,
        body: wish.body,
        state: "dropped", // so that it is never retried
        dueAt: Date.now(),
      });
      const timed = { ...row, triggeredAt: wish.triggeredAt ?? row.triggeredAt };
      const tried = await sendDelivery(settings, timed);
      const state = succeeded(tried) ? ("delivered" as const) : ("failed" as const);
      const done = { ...timed, state, tries: [tried] };
      store.deliveries.update(done);
      return done;
    },
    switches,
    setSwitches(shopId, next) {
      switchesOf.set(shopId, next);
      schedule();
    },
    async settle(shopId, timeoutMs) {
      const end = Date.now() + timeoutMs;
      while (Date.now() < end) {
        if (store.deliveries.countWaiting(shopId) === 0) return true;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return false;
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await Promise.all(onTheirWay.values());
    },
  };
}

/** Delivered by any 2xx; else the next try, and after the eighth retry given up. */
function afterTry(row: DeliveryRow, tried: Try, timeScale: number): DeliveryRow {
  const tries = [...row.tries, tried];
  if (succeeded(tried)) return { ...row, state: "delivered", tries };
  const delayMs = RETRY_DELAYS_MS[row.tries.length];
  if (delayMs === undefined) return { ...row, state: "failed", tries };
  return { ...row, tries, dueAt: Date.now() + delayMs * timeScale };
}

function succeeded(tried: Try): boolean {
  return tried.status !== null && tried.status >= 200 && tried.status < 300;
}

/** A shop's domain never changes, so it is looked up once. */
function rememberDomains(store: Store): (shopId: string) => string {
  const domains = new Map<string, string>();
  return (shopId) => {
    if (!domains.has(shopId)) {
      for (const shop of store.listShops()) domains.set(shop.id, shop.domain);
    }
    return domains.get(shopId) ?? "unknown.myshopify.com";
  };
}
