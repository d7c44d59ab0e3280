import { isStaffKnown, keepStaffName } from "#app/audit/staff-names.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { installShop } from "#app/ingest/install/install-shop.server.ts";
import { authenticateStaff } from "#app/shopify/authenticate.server.ts";
import { fetchStaffName } from "#app/shopify/staff-name.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

/**
 * Who is asking: the shop of a signed-in merchant. The first page after an install, or after a reinstall, installs it.
 * Throws the library's response (redirect, 401) when the request is not a merchant's.
 */
export async function currentShop(request: Request): Promise<Shop> {
  return (await signedIn(request)).shop;
}

/** The same, with who of the shop's people it is: `staff.<Shopify user id>`, as the audit log names them. */
export async function currentStaff(request: Request): Promise<{ shop: Shop; actor: string }> {
  const { shop, userId } = await signedIn(request);
  await learnName(shop, userId, request);
  return { shop, actor: `staff.${userId}` };
}

async function signedIn(request: Request): Promise<{ shop: Shop; userId: string }> {
  const { session, sessionToken } = await authenticateStaff(request);
  const found = await db.shop.findUnique({ where: { domain: session.shop } });
  const shop = found && !found.uninstalledAt ? found : await installShop(session.shop);
  return { shop, userId: sessionToken.sub };
}

/** Whoever changes something is told by name in the activity log. */
async function learnName(shop: Shop, userId: string, request: Request): Promise<void> {
  if (request.method === "GET" || (await isStaffKnown(shop.id, userId, now()))) return;
  const [, token] = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "") ?? [];
  const name = token && (await fetchStaffName(shop.domain, token));
  if (name) await keepStaffName(shop.id, { userId, name }, now());
}
