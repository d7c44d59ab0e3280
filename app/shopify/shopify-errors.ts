import { Retry } from "#app/ground/retry.ts";

/** The shop has no session that Shopify accepts: it was uninstalled, or its merchant has to open the app again. */
export class ShopUninstalled extends Retry {
  override name = "ShopUninstalled";
  constructor(shopDomain: string) {
    super(`${shopDomain} has no valid session`);
  }
}

/** Shopify asked us to slow down for longer than one call may wait. Try again later. */
export class ShopifyThrottled extends Retry {
  override name = "ShopifyThrottled";
}

/** Shopify did not answer, or answered with a fault of its own. Try again later. */
export class ShopifyUnavailable extends Retry {
  override name = "ShopifyUnavailable";
}

/** Shopify refused the document or its variables: trying again will not help. */
export class ShopifyRefused extends Error {
  override name = "ShopifyRefused";
}

/** The app has not the permission (scope) for this: the merchant has to grant it. */
export class ShopifyAccessDenied extends ShopifyRefused {
  override name = "ShopifyAccessDenied";
}
