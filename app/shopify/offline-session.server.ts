import { HttpResponseError, type Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";

import { db } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { shopify } from "./api.server.ts";
import { sessionsIn, sessionStorage } from "./session-storage.server.ts";
import { ShopifyUnavailable, ShopUninstalled } from "./shopify-errors.ts";

const REFRESH_BEFORE_EXPIRY_MS = 5 * 60_000;

/**
 * The shop's offline session with a token that is good for at least some minutes.
 * Throws `ShopUninstalled` when there is none, or when Shopify no longer takes its refresh token, and `ShopifyUnavailable`.
 */
export async function loadOfflineSession(shopDomain: string): Promise<Session> {
  const session = await findOfflineSession(sessionStorage, shopDomain);
  return isFresh(session) ? session : refreshAlone(shopDomain);
}

/** Refresh tokens rotate on use: of all processes, web and workers, one refreshes and the others find its result. */
function refreshAlone(shopDomain: string): Promise<Session> {
  return db.$transaction(async (tx) => {
    await lock.tokens(tx, shopDomain);
    // By way of the connection that it has: were each refresh to wait for a second one, all might wait for ever.
    const sessions = sessionsIn(tx);
    const session = await findOfflineSession(sessions, shopDomain);
    if (isFresh(session) || !session.refreshToken) return session;

    const refreshed = await refresh(shopDomain, session.refreshToken);
    await sessions.storeSession(refreshed);
    return refreshed;
  });
}

async function refresh(shop: string, refreshToken: string): Promise<Session> {
  try {
    return (await shopify.auth.refreshToken({ shop, refreshToken })).session;
  } catch (error) {
    if (error instanceof HttpResponseError && error.response.code === 400)
      throw new ShopUninstalled(shop);
    throw new ShopifyUnavailable(`the token of ${shop} could not be refreshed`, { cause: error });
  }
}

async function findOfflineSession(sessions: SessionStorage, shopDomain: string): Promise<Session> {
  const session = await sessions.loadSession(shopify.session.getOfflineId(shopDomain));
  if (!session?.accessToken) throw new ShopUninstalled(shopDomain);
  return session;
}

function isFresh(session: Session): boolean {
  return !session.isExpired(REFRESH_BEFORE_EXPIRY_MS);
}
