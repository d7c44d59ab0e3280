import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import lighthouse from "lighthouse";
import type { Browser } from "playwright-core";

import { CustomerInput, ProductInput, ShopInput } from "#tests/stand-in/acts/inputs.ts";
import { type StandIn, startStandIn } from "#tests/stand-in/stand-in.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { launchBrowser } from "#tests/support/browser.ts";
import { freePort } from "#tests/support/postgres.ts";

import { MEMBER, PROGRAM } from "../support/storefront/a-member.ts";
import { RULE } from "../support/storefront/render-block.ts";
import type { BenchResult } from "./bench-result.ts";
import type { BenchOptions } from "./index.ts";

/** What Shopify counts an app's pages with: home 17, product 40, collection 43. */
const WEIGHTS = { "": 17, "products/teapot": 40, products: 43 };
const ROUNDS = 5;
/** Loads of each page and shop that take turns, for when its largest piece is painted. */
const LOADS = 20;
/** A phone on slow 4G, as Lighthouse imagines one. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1.6 * 1024 * 1024) / 8,
  uploadThroughput: (750 * 1024) / 8,
};
const SLOWER_CPU = 4;
const FIGURES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  "total-byte-weight",
] as const;

type Path = keyof typeof WEIGHTS;
type Measured = { score: number } & Record<(typeof FIGURES)[number], number>;

/**
 * How many points of Lighthouse's performance score a storefront loses by Encore: the same shop with and without the
 * app, seen by a member on a phone, medians of several runs that take turns. `value` is the loss, `floor` the score without.
 * `largestPaintLaterMs` is by how much later the page with the greatest difference paints its largest piece; `loads` says
 * what each page asked for before that.
 */
export async function bench({ quick }: BenchOptions): Promise<BenchResult> {
  const app = await startApp();
  const standIn = await startStandIn({
    appUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    apiKey: "key",
    apiSecret: "secret",
    tomlPath: "shopify.app.toml",
  });
  const port = await freePort();
  const browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  try {
    const bare = openShop(standIn, "bare");
    const encore = openShop(standIn, "encore");
    standIn.context.acts.app.install(encore);
    tellStorefront(standIn, encore);
    const cookies = [await signIn(standIn, bare), await signIn(standIn, encore)] as const;

    const urls = (path: Path) =>
      [bare, encore].map(({ handle }) => `${standIn.url}/storefront/${handle}/${path}`);
    const runs = new Map<string, Measured[]>();
    for (let round = 0; round < (quick ? 1 : ROUNDS); round++) {
      for (const path of Object.keys(WEIGHTS) as Path[]) {
        for (const [place, shop] of [bare, encore].entries()) {
          const key = `${shop.handle} ${path}`;
          const measured = await measure(urls(path)[place] ?? "", cookies[place] ?? "", port);
          runs.set(key, [...(runs.get(key) ?? []), measured]);
        }
      }
    }
    const loads = await compareLoads(browser, urls, cookies, quick ? 3 : LOADS);
    return {
      ...resultOf(runs),
      largestPaintLaterMs: Math.max(...loads.map(({ laterMs }) => laterMs)),
      loads,
    };
  } finally {
    await browser.close();
    await standIn.close();
    app.close();
  }
}

/** Answers what the storefront asks once a page is there. */
async function startApp(): Promise<Server> {
  const app = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end('{"balance":1234}');
  });
  await new Promise<void>((done) => app.listen(0, "127.0.0.1", done));
  return app;
}

function openShop({ context }: StandIn, handle: string): ShopDoc {
  const { acts } = context;
  const domain = `${handle}.myshopify.com`;
  const shop = acts.app.createShop(ShopInput.parse({ domain, name: "Tea & Co", currency: "GBP" }));
  for (let nth = 1; nth <= 24; nth++) {
    const variants = [
      { title: "Small", price: "24.00" },
      { title: "Large", price: "48.00" },
    ];
    const title = nth === 1 ? "Teapot" : `Tea ${nth}`;
    acts.products.create(shop, ProductInput.parse({ title, variants }));
  }
  acts.customers.create(
    shop,
    CustomerInput.parse({ email: "ada@example.com", firstName: "Ada", state: "enabled" }),
  );
  return shop;
}

/** What Encore publishes, as its blocks read it. */
function tellStorefront({ context }: StandIn, shop: ShopDoc): void {
  const ada = context.store.findCustomerByEmail(shop.id, "ada@example.com");
  const app = { ownerId: `gid://shopify/AppInstallation/${shop.id}`, namespace: "encore" };
  const own = { ownerId: `gid://shopify/Customer/${ada?.id}`, namespace: "$app" };
  const at = new Date().toISOString();
  const told = [
    { ...app, key: "earn_rule", type: "json", value: JSON.stringify(RULE) },
    { ...app, key: "program", type: "json", value: JSON.stringify(PROGRAM) },
    { ...own, key: "loyalty", type: "json", value: JSON.stringify(MEMBER) },
    { ...own, key: "points_balance", type: "number_integer", value: "1234" },
  ];
  for (const metafield of told)
    context.store.metafields.put(shop.id, {
      ...metafield,
      id: metafield.key,
      createdAt: at,
      updatedAt: at,
    });
}

async function signIn({ url }: StandIn, shop: ShopDoc): Promise<string> {
  const reply = await fetch(`${url}/storefront/${shop.handle}/account/login`, {
    method: "POST",
    body: new URLSearchParams({ email: "ada@example.com" }),
    redirect: "manual",
  });
  return reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

async function measure(url: string, cookie: string, port: number): Promise<Measured> {
  const result = await lighthouse(url, {
    port,
    onlyCategories: ["performance"],
    extraHeaders: { Cookie: cookie },
    logLevel: "silent",
  });
  const { categories, audits, runtimeError } = result?.lhr ?? {};
  const score = categories?.["performance"]?.score;
  if (typeof score !== "number")
    throw new Error(`Lighthouse saw nothing: ${runtimeError?.message}`);
  const figures = FIGURES.map((name) => [name, audits?.[name]?.numericValue ?? NaN]);
  return { score: score * 100, ...(Object.fromEntries(figures) as Omit<Measured, "score">) };
}

type Load = { paintedMs: number; requests: number; bytes: number };

/** When each page painted its largest piece without Encore and with it, in a slow browser; medians of loads that take turns. */
async function compareLoads(
  browser: Browser,
  urls: (path: Path) => string[],
  cookies: readonly string[],
  rounds: number,
) {
  const compared = [];
  for (const path of Object.keys(WEIGHTS) as Path[]) {
    const loads: [Load[], Load[]] = [[], []];
    for (let round = 0; round < rounds; round++)
      for (const place of [0, 1] as const)
        loads[place].push(await load(browser, urls(path)[place] ?? "", cookies[place] ?? ""));
    const middle = (figure: keyof Load) => ({
      without: round(median(loads[0].map((one) => one[figure]))),
      with: round(median(loads[1].map((one) => one[figure]))),
    });
    const painted = middle("paintedMs");
    compared.push({
      page: nameOf(path),
      laterMs: round(painted.with - painted.without),
      paintedMs: painted,
      requestsBefore: middle("requests"),
      bytesBefore: middle("bytes"),
    });
  }
  return compared;
}

/** Opens a page as somebody who was never there, and waits until it is idle. */
async function load(browser: Browser, url: string, cookie: string): Promise<Load> {
  const context = await browser.newContext({
    viewport: { width: 412, height: 823 },
    deviceScaleFactor: 1.75,
    extraHTTPHeaders: { cookie },
  });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
    await page.goto(url, { waitUntil: "networkidle" });
    return await page.evaluate(async () => {
      const paintedMs = await new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().at(-1)?.startTime ?? NaN),
        ).observe({ type: "largest-contentful-paint", buffered: true });
      });
      const asked = ["navigation", "resource"]
        .flatMap((type) => performance.getEntriesByType(type) as PerformanceResourceTiming[])
        .filter(({ startTime }) => startTime < paintedMs);
      const bytes = asked.reduce((sum, { transferSize }) => sum + transferSize, 0);
      return { paintedMs, requests: asked.length, bytes };
    });
  } finally {
    await context.close();
  }
}

function nameOf(path: Path): string {
  return path === "" ? "home" : path;
}

function resultOf(runs: ReadonlyMap<string, Measured[]>): BenchResult {
  const middle = (shop: string, path: Path, figure: keyof Measured) =>
    median((runs.get(`${shop} ${path}`) ?? []).map((run) => run[figure]));
  const paths = Object.keys(WEIGHTS) as Path[];
  const weighted = (shop: string) =>
    paths.reduce((sum, path) => sum + WEIGHTS[path] * middle(shop, path, "score"), 0) / 100;
  const [without, with_] = [weighted("bare"), weighted("encore")];
  const pages = paths.map((path) => ({
    page: nameOf(path),
    ...Object.fromEntries(
      (["score", ...FIGURES] as const).map((figure) => [
        figure,
        {
          without: round(middle("bare", path, figure)),
          with: round(middle("encore", path, figure)),
        },
      ]),
    ),
  }));
  return {
    name: "storefront",
    value: round(without - with_),
    unit: "points of Lighthouse's performance score",
    floor: round(without),
    ratio: round(with_ / without),
    pages,
  };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
