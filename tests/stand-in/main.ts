import { parseArgs } from "node:util";

import { generateShop } from "./generator/generate-shop.ts";
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
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void standIn.close().then(() => process.exit(0)));
}

const { context } = standIn;
if (!context.store.findShop(values.shop)) await openShop();
process.stdout.write(
  `${JSON.stringify({ ready: true, port: standIn.port, url: standIn.url, shop: values.shop })}\n`,
);

/** The first start: a new shop with a history, from a file or made up. */
async function openShop(): Promise<void> {
  const shop = context.acts.app.createShop({
    domain: values.shop,
    name: values.name ?? "Encore Demo",
    ...(values.store
      ? { currency: "GBP", timezone: "Europe/London", countryCode: "GB" }
      : { taxRate: 0.19 }),
    ...(values.currency && { currency: values.currency }),
    ...(values.timezone && { timezone: values.timezone }),
  });
  if (values.store) {
    await loadOrders(context.store, shop, values.store);
  } else {
    generateShop(context.store, shop, {
      seed: Number(values.seed),
      customers: Number(values.customers),
      now: context.clock.now(),
    });
  }
}
