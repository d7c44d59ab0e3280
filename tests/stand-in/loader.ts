import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";

import { type Loading, makeLoadedOrder, StoredOrder } from "./make-loaded-order.ts";
import type { ShopDoc } from "./store/documents.ts";
import type { Store } from "./store/store.ts";

const BATCH = 500;

/**
 * Loads a shop's history from JSON Lines, plain or gzip: one order a line, each paid and fulfilled, in the shop's
 * currency. Sends no webhooks. Resolves to the number of orders. Throws with the line's number when one cannot be read.
 */
export async function loadOrders(store: Store, shop: ShopDoc, file: string): Promise<number> {
  const raw = createReadStream(file);
  const input = file.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const loading: Loading = { store, shop, customers: new Map(), products: new Map() };
  let count = 0;
  let batch: string[] = [];
  const flush = () => {
    store.transaction(() => {
      for (const text of batch) {
        count += 1;
        loadLine(loading, text, count);
      }
    });
    batch = [];
  };
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    if (text.trim() === "") continue;
    batch.push(text);
    if (batch.length >= BATCH) flush();
  }
  flush();
  return count;
}

function loadLine(loading: Loading, text: string, number: number): void {
  try {
    const order = StoredOrder.parse(JSON.parse(text));
    if (order.currency !== loading.shop.currency) {
      throw new Error(`its currency is ${order.currency}, the shop's ${loading.shop.currency}`);
    }
    loading.store.putOrder(loading.shop.id, makeLoadedOrder(loading, order));
  } catch (error) {
    throw new Error(`Order ${number} of the file cannot be loaded: ${String(error)}`, {
      cause: error,
    });
  }
}
