import { RequestedTokenType } from "@shopify/shopify-api";

import { log } from "#app/ground/log.server.ts";

import { shopify } from "./api.server.ts";

/**
 * What the person is called whose session token this is; null when Shopify does not say. An online token tells; it is not kept, and
 * nothing is done with it.
 */
export async function fetchStaffName(shop: string, sessionToken: string): Promise<string | null> {
  try {
    const requestedTokenType = RequestedTokenType.OnlineAccessToken;
    const { session } = await shopify.auth.tokenExchange({
      shop,
      sessionToken,
      requestedTokenType,
    });
    const user = session.onlineAccessInfo?.associated_user;
    return [user?.first_name, user?.last_name].filter(Boolean).join(" ").trim() || null;
  } catch (error) {
    log.warn({ err: error, shop }, "Shopify did not say what a member of staff is called");
    return null;
  }
}
