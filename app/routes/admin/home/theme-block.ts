import type { LoaderFunctionArgs } from "@remix-run/node";

import { themeBlockStatus } from "#app/storefront/theme/theme-block-status.server.ts";

import { currentShop } from "../current-shop.server.ts";

/** Whether the published theme shows the points balance. Asked apart from Home, which need not wait for Shopify. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return { status: await themeBlockStatus(shop.domain) };
}
