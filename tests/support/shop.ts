import { db } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

/** An installed shop of its own for a test. Returns its id and domain. */
export async function createShop(
  traits: { currency?: string; timezone?: string; country?: string } = {},
): Promise<{ id: string; domain: string }> {
  const id = newId();
  const domain = `shop-${id.slice(-12)}.myshopify.com`;
  await db.shop.create({
    data: {
      id,
      domain,
      installedAt: new Date(),
      currency: "GBP",
      timezone: "Europe/London",
      ...traits,
    },
  });
  return { id, domain };
}
