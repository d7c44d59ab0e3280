import type { AppLoadContext } from "@remix-run/node";
import express, { type Express, type Request } from "express";

/**
 * An express that knows how many proxies stand before it. What came through fewer is not to be believed: whoever asks can write
 * any address into the headers, and each proxy adds to what it gets.
 */
export function behindProxies(trusted: number): Express {
  return express().set("trust proxy", trusted);
}

/** What loaders and actions learn of the connection that a request came by. */
export function contextOf({ ip }: Request): AppLoadContext {
  return { ip };
}

/** Where the visitor is; null where that is not known. */
export function visitorAddress({ ip }: AppLoadContext): string | null {
  return typeof ip === "string" ? ip : null;
}
