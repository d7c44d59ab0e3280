import type { RequestContext } from "../handler.ts";
import type { ShopDoc } from "../store/documents.ts";

/**
 * The address that the admin loads the app's iframe from: a path of the app with `embedded`, `shop`, `host` and a
 * fresh `id_token`. `path` may have a query of its own.
 */
export function documentUrl(
  context: Pick<RequestContext, "app" | "mintSessionToken">,
  shop: ShopDoc,
  path: string,
): string {
  const url = new URL(path, context.app.appUrl);
  const host = Buffer.from(`admin.shopify.com/store/${shop.handle}`)
    .toString("base64")
    .replace(/=+$/, "");
  url.searchParams.set("embedded", "1");
  url.searchParams.set("shop", shop.domain);
  url.searchParams.set("host", host);
  url.searchParams.set("locale", shop.locale);
  url.searchParams.set("id_token", context.mintSessionToken(shop));
  return url.href;
}
