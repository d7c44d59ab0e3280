import { db } from "#app/ground/db.server.ts";
import { installShop } from "#app/ingest/install/install-shop.server.ts";
import { authenticate } from "#app/shopify/authenticate.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

/**
 * Who is asking: the shop of a signed-in merchant. The first page after an install, or after a reinstall, installs it.
 * Throws the library's response (redirect, 401) when the request is not a merchant's.
 */
export async function currentShop(request: Request): Promise<Shop> {
  return (await currentStaff(request)).shop;
}

/** The same, with who of the shop's people it is: `staff.<Shopify user id>`, as the audit log names them. */
export async function currentStaff(request: Request): Promise<{ shop: Shop; actor: string }> {
  const { session, sessionToken } = await authenticate.admin(request);
  const found = await db.shop.findUnique({ where: { domain: session.shop } });
  const shop = found && !found.uninstalledAt ? found : await installShop(session.shop);
  return { shop, actor: `staff.${sessionToken.sub}` };
}
