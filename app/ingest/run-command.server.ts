import { createHash } from "node:crypto";

import { now } from "#app/ground/clock.server.ts";
import { forgetShop } from "#app/customers/privacy/forget-shop.server.ts";
import {
  answerDataRequest,
  type NamedPerson,
  redactCustomer,
} from "#app/customers/privacy/privacy.server.ts";
import { db } from "#app/ground/db.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { exportFinished } from "./backfill/backfill.server.ts";
import { collectionChanged, collectionDeleted } from "../orders/collections.server.ts";
import { deleteProduct } from "../orders/delete-product.server.ts";
import { dropBodies } from "./drop-bodies.server.ts";
import type { ShopCommand } from "./shop-command.ts";
import { uninstallShop } from "./install/uninstall-shop.server.ts";
import { updateShop } from "./install/update-shop.server.ts";

type Asked<Act = ShopCommand> = { shopDomain: string; shop: Shop | null; act: Act; sentAt: Date };
type Acts = {
  [Kind in ShopCommand["kind"]]: (
    asked: Asked<Extract<ShopCommand, { kind: Kind }>>,
  ) => Promise<void>;
};

const acts: Acts = {
  uninstalled: ({ shopDomain, sentAt }) => uninstallShop(shopDomain, sentAt, now()),
  "scopes-changed": async ({ shopDomain, act }) => {
    await db.session.updateMany({
      where: { shop: shopDomain },
      data: { scope: act.scopes.join(",") },
    });
  },
  "shop-updated": async ({ shop, act }) => {
    if (shop) await updateShop(shop.id, act.version, now());
  },
  "product-deleted": async ({ shop, act, sentAt }) => {
    if (shop) await deleteProduct(shop.id, act.productId, { at: sentAt, now: now() });
  },
  "bulk-operation-finished": async ({ shop, act }) => {
    if (shop) await exportFinished(shop.id, act);
  },
  "collection-changed": async ({ shop, act }) => {
    if (shop) await collectionChanged(shop.id, act.collectionId);
  },
  "collection-deleted": async ({ shop, act }) => {
    if (shop) await collectionDeleted(shop.id, act.collectionId);
  },
  "shop-redacted": async ({ shop, shopDomain, sentAt }) => {
    // Sent 48 hours after an uninstall; a shop that has come back since then keeps its data.
    if (!shop || shop.installedAt <= sentAt) await forgetShop(shopDomain);
  },
  "customer-redacted": async ({ shop, shopDomain, act, sentAt }) => {
    if (!shop) return;
    await redactCustomer(shop.id, act, {
      key: keyOf("customer_redact", act, sentAt),
      at: sentAt,
      now: now(),
    });
    await dropBodies(shopDomain);
  },
  "data-requested": async ({ shop, act, sentAt }) => {
    if (!shop) return;
    const key =
      act.requestId === null ? keyOf("data_request", act, sentAt) : `data_request.${act.requestId}`;
    await answerDataRequest(shop.id, act, { key, at: sentAt, now: now() });
  },
};

/** Does what a delivery asks for. Safe to do twice. */
export async function runCommand(asked: Omit<Asked, "shop">): Promise<void> {
  const act = acts[asked.act.kind] as (asked: Asked) => Promise<void>;
  // As it is now: the act before may have been to forget it.
  const shop = await db.shop.findUnique({ where: { domain: asked.shopDomain } });
  await act({ ...asked, shop });
}

function keyOf(kind: string, { shopifyCustomerId, orderIds }: NamedPerson, sentAt: Date): string {
  return `${kind}.${shopifyCustomerId ?? digestOf(orderIds)}.${sentAt.getTime()}`;
}

/** A guest may have hundreds of orders, and an index takes keys of some length only. */
function digestOf(orderIds: readonly bigint[]): string {
  return createHash("sha256").update(orderIds.join("-")).digest("hex");
}
