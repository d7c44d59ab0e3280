import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";

import { dropProducts } from "./rewards.server.ts";

/** What the shop does not sell any more, no reward offers. */
export async function dropDeletedProducts(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const ids = events.flatMap((event) =>
    event.type === "product.deleted" ? [BigInt(event.properties.productId)] : [],
  );
  await dropProducts(shopId, ids, { actor: "encore", at: now() });
}
