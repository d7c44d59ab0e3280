import { log } from "#app/ground/log.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { setMetafields as document } from "#app/shopify/documents/set-metafields.ts";

/** Shopify takes this many in one call. */
const AT_ONCE = 25;

export type Metafield = {
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
};

type UserError = { elementIndex: number | null; code: string | null; message: string };
type Reply = { metafieldsSet: { userErrors: UserError[] } };

/**
 * Writes metafields, as many calls as it takes. Shopify refuses a whole call for one bad metafield, so those that it
 * names (their owner was deleted) are left out and the others written without them. Returns the ones that were written.
 * Throws when Shopify refuses without saying which one, and what `adminGraphql` throws.
 */
export async function setMetafields(
  shopDomain: string,
  metafields: readonly Metafield[],
): Promise<Metafield[]> {
  const written: Metafield[] = [];
  for (let start = 0; start < metafields.length; start += AT_ONCE) {
    written.push(...(await setTogether(shopDomain, metafields.slice(start, start + AT_ONCE))));
  }
  return written;
}

async function setTogether(shopDomain: string, metafields: Metafield[]): Promise<Metafield[]> {
  if (metafields.length === 0) return [];
  const { metafieldsSet } = await adminGraphql<Reply>(shopDomain, document, { metafields });
  const { userErrors } = metafieldsSet;
  if (userErrors.length === 0) return metafields;

  const refused = new Set(userErrors.map(({ elementIndex }) => elementIndex));
  const rest = metafields.filter((_, index) => !refused.has(index));
  if (rest.length === metafields.length)
    throw new Error(`Metafields were refused: ${userErrors[0]?.message}`);
  for (const { elementIndex, code } of userErrors) {
    const ownerId = metafields[elementIndex ?? -1]?.ownerId;
    log.warn(
      { shop: shopDomain, ownerId, code },
      "Shopify refused a metafield; the others are written without it",
    );
  }
  return setTogether(shopDomain, rest);
}
