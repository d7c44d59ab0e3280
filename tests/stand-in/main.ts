import { parseArgs } from "node:util";

import { ShopInput } from "./acts/inputs.ts";
import { makeShop } from "./acts/make-documents.ts";
import { generateShop } from "./generator/generate-shop.ts";
import type { StandInContext } from "./handler.ts";
import { loadOrders } from "./loader.ts";
import { startStandIn } from "./stand-in.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env["STAND_IN_PORT"] ?? "0" },
    data: { type: "string" },
    "app-url": { type: "string", default: "http://127.0.0.1:3000" },
    "api-key": { type: "string", default: process.env["SHOPIFY_API_KEY"] ?? "encore-demo-key" },
    "api-secret": {
      type: "string",
      default: process.env["SHOPIFY_API_SECRET"] ?? "encore-demo-secret",
    },
    toml: { type: "string", default: "shopify.app.toml" },
    "clock-file": { type: "string" },
    shop: { type: "string", default: "demo.myshopify.com" },
    name: { type: "string" },
    currency: { type: "string" },
    timezone: { type: "string" },
    store: { type: "string" },
    seed: { type: "string", default: "1" },
    customers: { type: "string", default: "3000" },
    "time-scale": { type: "string", default: "1" },
  },
});

const standIn = await startStandIn({
  port: Number(values.port),
  ...(values.data && { dataDir: values.data }),
  appUrl: values["app-url"],
  apiKey: values["api-key"],
  apiSecret: values["api-secret"],
  tomlPath: values.toml,
  ...(values["clock-file"] && { clockFile: values["clock-file"] }),
  timeScale: Number(values["time-scale"]),
  seed: Number(values.seed),
  prepare: openShop,
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)));
}

process.stdout.write(
  `${JSON.stringify({ ready: true, port: standIn.port, url: standIn.url, shop: values.shop })}\n`,
);

/** The first start: a new shop with a history, from a file or made up. It exists once its history is whole. */
async function openShop({ store, clock }: StandInContext): Promise<void> {
  if (store.findShop(values.shop)) return;
  const home = values.store
    ? { currency: "GBP", timezone: "Europe/London", countryCode: "GB" }
    : { taxRate: 0.19 };
  const shop = makeShop(
    store.ids,
    ShopInput.parse({
      domain: values.shop,
      name: values.name ?? "Encore Demo",
      // As large as its history: on a smaller plan its rate limit alone would make an import take ten minutes.
      plan: "plus",
      shippingRate: "4.90",
      ...home,
      ...(values.currency && { currency: values.currency }),
      ...(values.timezone && { timezone: values.timezone }),
    }),
    clock.now(),
  );
  if (values.store) {
    await loadOrders(store, shop, values.store);
  } else {
    const customers = Number(values.customers);
    generateShop(store, shop, { seed: Number(values.seed), customers, now: clock.now() });
  }
  store.putShop(shop);
}
