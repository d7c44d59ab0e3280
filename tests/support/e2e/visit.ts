import type { Browser, Frame, FrameLocator, Page } from "playwright-core";
import { afterAll } from "vitest";

import { launchBrowser, USER_AGENT } from "../browser.ts";
import { until } from "../wait.ts";
import { openedShop } from "./shop-of-its-own.ts";

export type Visit = {
  /** The admin around the app: its navigation, its save bar, its toasts. */
  page: Page;
  /** The app's own page. */
  app: FrameLocator;
  /** The same, for what needs a frame itself. */
  frame: () => Frame;
  /** Opens one of the app's pages by its address, and waits until it is there. */
  open: (path: string) => Promise<void>;
  /** The path and query of the app's page, as the admin's address shows it. */
  address: () => string;
  /** Complaints of the browser since the start: errors in scripts, failed requests, React's warnings. */
  complaints: string[];
  close: () => Promise<void>;
};

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** A merchant at a browser, before the admin of this test file's shop, which is opened now unless it is open. */
export async function visitAdmin({ width = 1280, height = 900 } = {}): Promise<Visit> {
  const { admin } = (await openedShop()).running;
  browser ??= launchBrowser();
  const viewport = { width, height };
  const context = await (await browser).newContext({ viewport, userAgent: USER_AGENT });
  const page = await context.newPage();
  const app = page.frameLocator("#app-frame");
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });

  return {
    page,
    app,
    frame: () => {
      const frame = page.frames().find((one) => one.parentFrame() === page.mainFrame());
      if (!frame) throw new Error("The admin shows no app");
      return frame;
    },
    open: async (path) => {
      await page.goto(`${admin.url}${path === "/app" ? "" : path}`);
      const heading = app.getByRole("heading", { level: 1 });
      await until("the page answers to clicks", () => heading.evaluate(isAlive));
    },
    address: () => page.url().slice(admin.url.length),
    complaints,
    close: () => context.close(),
  };
}

/** React leaves its marks on an element once it has taken it over from the server's HTML. */
function isAlive(element: object): boolean {
  return Object.keys(element).some((key) => key.startsWith("__reactProps"));
}
