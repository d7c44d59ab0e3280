import type { LoaderFunctionArgs } from "@remix-run/node";

import { loadCustomer } from "#app/customers/timeline/customer.server.ts";
import { log } from "#app/ground/log.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { customerDetails } from "#app/shopify/documents/customer-details.ts";

type Reply = { customer: { tags: string[]; note: string | null } | null };

/** GET: what Shopify keeps of a person and Encore does not: their tags and the note. Null where Shopify cannot be asked. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { shopifyId } = orNotFound(await loadCustomer(shop.id, idOfAddress(params)));
  if (shopifyId === null) return { details: null };
  try {
    const id = `gid://shopify/Customer/${shopifyId}`;
    const { customer } = await adminGraphql<Reply>(shop.domain, customerDetails, { id });
    return { details: customer };
  } catch (error) {
    log.warn({ err: error, shop: shop.domain }, "The tags of a customer could not be read");
    return { details: null };
  }
}
