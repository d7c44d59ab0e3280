import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

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
  return playwright.launch({
    executablePath: await chromium.executablePath(),
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
