import { IANAZone } from "luxon";

import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { log } from "#app/ground/log.server.ts";

/** A shop as Shopify says that it is; null where it does not say. */
export type ShopVersion = {
  name: string | null;
  currency: string | null;
  /** IANA name. */
  timezone: string | null;
  /** As ISO writes it: GB. */
  country: string | null;
  /** When it was so, by Shopify's clock. */
  asOf: Date;
};

/**
 * Takes over what changed about a shop: days and months are those of its new time zone from now on. A version older than the one
 * that is known changes nothing. Of another currency it is only written down that there is one (`refuseCurrency`).
 */
export async function updateShop(shopId: string, version: ShopVersion, now: Date): Promise<void> {
  const { name, country, asOf } = version;
  const timezone = IANAZone.isValidZone(version.timezone ?? "") ? version.timezone : null;
  await inShop(shopId, async (tx) => {
    // Of two of one moment the content decides, so that every order of arrival ends alike.
    const [known] = await tx.$queryRaw<{ currency: string; refused: string | null }[]>`
      UPDATE shop s SET name = COALESCE(${name}, s.name), timezone = COALESCE(${timezone}, s.timezone),
        country = COALESCE(${country}, s.country), source_updated_at = ${asOf}
      WHERE s.id = ${shopId}::uuid AND (s.source_updated_at IS NULL
        OR (${asOf}::timestamptz, concat_ws('|', ${name}::text, ${timezone}::text, ${country}::text) COLLATE "C")
          >= (s.source_updated_at, concat_ws('|', s.name, s.timezone, s.country) COLLATE "C"))
      RETURNING s.currency, s.refused_currency AS refused`;
    if (known && version.currency) await refuseCurrency(tx, known, version.currency, now);
  });
}

/**
 * The shop has another currency than its amounts are in. Points, rewards, tiers and past orders stay in the one that they were
 * counted in: 100 euros do not become 100 dollars. The merchant reads it on the home page and in the activity log.
 */
export async function refuseCurrency(
  tx: ShopTx,
  known: { currency: string; refused: string | null },
  currency: string,
  at: Date,
): Promise<void> {
  const refusedCurrency = currency === known.currency ? null : currency;
  if (refusedCurrency === known.refused) return;
  await tx.shop.update({ where: { id: tx.shopId }, data: { refusedCurrency } });
  if (refusedCurrency === null) return;
  log.error({ shopId: tx.shopId, from: known.currency, to: currency }, "A currency was refused");
  const states = { before: { currency: known.currency }, after: { currency } };
  await audit(tx, { actor: "encore", action: "currency.refused", subject: "shop", ...states }, at);
}
