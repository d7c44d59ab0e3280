import { appendEvents } from "#app/events/append-events.server.ts";
import { inShop } from "#app/ground/db.server.ts";

/** Before every version of a product, so that the title of one that comes late is still taken. */
const BEFORE_ALL = new Date(0);

/**
 * A product is no more. What was bought keeps its title; its id is never another product's, so that no version of it that comes
 * late brings it back. Doing it twice is the same. `at` is when Shopify said so.
 */
export async function deleteProduct(
  shopId: string,
  id: bigint,
  { at, now }: { at: Date; now: Date },
): Promise<void> {
  await inShop(shopId, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO product AS p (shop_id, id, title, source_updated_at, deleted_at)
      VALUES (${shopId}::uuid, ${id}, '', ${BEFORE_ALL}, ${at})
      ON CONFLICT (shop_id, id) DO UPDATE SET deleted_at = LEAST(p.deleted_at, EXCLUDED.deleted_at)`;
    const deleted = {
      type: "product.deleted",
      customerId: null,
      orderId: null,
      occurredAt: at,
      source: "webhook",
      dedupeKey: `product.deleted.${id}`,
      properties: { productId: String(id) },
    } as const;
    await appendEvents(tx, shopId, [deleted], now);
  });
}
