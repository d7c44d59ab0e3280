import { db } from "#app/ground/db.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { addTags } from "#app/shopify/documents/tags.ts";
import { repeatedMutation, repeatedVariables } from "#app/shopify/repeated-mutation.ts";

/** Each costs Shopify ten points, and a call may cost a thousand. */
const CUSTOMERS_AT_ONCE = 50;

type Reply = Record<string, { userErrors: { message: string }[] }>;

/**
 * Puts tags on customers at Shopify, who are named by Encore's id and Shopify's; those that they have stay. Returns the ids of whom
 * Shopify refused, as it does whom it has deleted. Throws what a call to Shopify throws.
 */
export async function tagCustomers(
  shopId: string,
  customers: ReadonlyMap<string, bigint>,
  tags: readonly string[],
): Promise<Set<string>> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const all = [...customers];
  const refused = new Set<string>();
  for (let start = 0; start < all.length; start += CUSTOMERS_AT_ONCE) {
    const some = all.slice(start, start + CUSTOMERS_AT_ONCE);
    const reply = await adminGraphql<Reply>(
      domain,
      repeatedMutation(addTags, some.length),
      repeatedVariables(some.map(([, id]) => ({ id: `gid://shopify/Customer/${id}`, tags }))),
    );
    for (const [index, [customerId]] of some.entries())
      if (reply[`m${index}`]?.userErrors.length) refused.add(customerId);
  }
  return refused;
}
