import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { loadEarnRule, loadProgramFacts } from "#app/loyalty/view.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { currentAppInstallation } from "#app/shopify/documents/current-app-installation.ts";

import { publishedEarnRule } from "./earn-rule.ts";
import { publishedProgram } from "./program-metafield.ts";
import { setMetafields } from "./set-metafields.server.ts";

type Installation = { currentAppInstallation: { id: string } };

/**
 * Tells the storefront how orders earn now, for the theme blocks that quote points, and what else the program has. Kept on the app's own installation:
 * nobody else can change what is rendered from it. It reads the present program, so it does not matter which change called.
 */
export async function publishProgram(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { domain, currency } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const rule = await inShop(shopId, (tx) => loadEarnRule(tx, shopId, now()));
  const facts = await inShop(shopId, (tx) => loadProgramFacts(tx, shopId, now()));
  if (!rule || !facts) return;

  const { currentAppInstallation: installation } = await adminGraphql<Installation>(
    domain,
    currentAppInstallation,
  );
  await setMetafields(domain, [
    {
      ownerId: installation.id,
      namespace: "encore",
      key: "earn_rule",
      type: "json",
      value: JSON.stringify(publishedEarnRule(rule, currency)),
    },
    {
      ownerId: installation.id,
      namespace: "encore",
      key: "program",
      type: "json",
      value: JSON.stringify(publishedProgram(facts)),
    },
  ]);
}
