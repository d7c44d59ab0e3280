import type { Shop } from "#prisma/generated/client/client.ts";

import { db } from "./db.server.ts";
import { installShop } from "./ingest/install-shop.server.ts";
import { authenticate } from "./shopify/authenticate.server.ts";

/**
 * Who is asking: the shop of a signed-in merchant. The first page after an install, or after a reinstall, installs it.
 * Throws the library's response (redirect, 401) when the request is not a merchant's.
 */
export async function currentShop(request: Request): Promise<Shop> {
  const { session } = await authenticate.admin(request);
  const shop = await db.shop.findUnique({ where: { domain: session.shop } });
  return shop && !shop.uninstalledAt ? shop : installShop(session.shop);
}
