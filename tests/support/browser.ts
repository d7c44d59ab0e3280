import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

import { alone } from "#tests/demo/alone.mjs";

/** What keeps Chromium from reaching for anything but the pages it is sent to. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the Chromium that comes with the packages. The caller closes it. In the single process that the package asks
 * for, closing one context ends the whole browser; here each page has its own.
 */
export async function launchBrowser(more: string[] = []): Promise<Browser> {
  // The first one unpacks it, and half of it looks like the whole to the next.
  const executablePath = await alone("unpacking", () => chromium.executablePath());
  return playwright.launch({
    executablePath,
    args: [
      ...chromium.args.filter((argument) => argument !== "--single-process"),
      ...QUIET,
      ...more,
    ],
    headless: true,
  });
}

/** Headless Chromium says so in its user agent, and the Shopify libraries refuse such visitors as bots. */
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36";
