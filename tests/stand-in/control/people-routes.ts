import { z } from "zod";

import { CustomerInput, ProductInput } from "../acts/inputs.ts";
import { done, get, patch, post, remove, type Route, said } from "./route.ts";
import { customerView } from "./views.ts";

const MergeInput = z.object({ keepId: z.string(), deleteId: z.string() });
const ProductChange = ProductInput.omit({ variants: true }).partial();

/** Customers and the catalogue. */
export const peopleRoutes: Route[] = [
  get(/^products$/, ({ context, shop }) => ({
    products: context.store.products.list(shop.id, [], "title", 250),
  })),
  post(/^products$/, ({ context, shop, input }) => ({
    product: context.acts.products.create(shop, ProductInput.parse(input)),
  })),
  patch(/^products\/(\d+)$/, ({ context, shop, input, id }) => ({
    product: context.acts.products.update(shop, id, said(ProductChange.parse(input))),
  })),
  remove(/^products\/(\d+)$/, ({ context, shop, id }) =>
    done(context.acts.products.remove(shop, id)),
  ),
  get(/^customers$/, ({ context, shop }) => {
    const email = context.url.searchParams.get("email");
    const found = email ? context.store.findCustomerByEmail(shop.id, email) : null;
    return { customers: found ? [customerView(context, shop, found.id)] : [] };
  }),
  post(/^customers$/, ({ context, shop, input }) => ({
    customer: context.acts.customers.create(shop, CustomerInput.parse(input)),
  })),
  post(/^customers\/merge$/, ({ context, shop, input }) => {
    const { keepId, deleteId } = MergeInput.parse(input);
    return { customer: context.acts.customers.merge(shop, keepId, deleteId) };
  }),
  get(/^customers\/(\d+)$/, ({ context, shop, id }) => ({
    customer: customerView(context, shop, id),
  })),
  patch(/^customers\/(\d+)$/, ({ context, shop, input, id }) => ({
    customer: context.acts.customers.update(shop, id, CustomerInput.parse(input)),
  })),
  remove(/^customers\/(\d+)$/, ({ context, shop, id }) =>
    done(context.acts.customers.remove(shop, id)),
  ),
  post(/^customers\/(\d+)\/data-request$/, ({ context, shop, id }) =>
    done(context.acts.customers.requestData(shop, id)),
  ),
  post(/^customers\/(\d+)\/redact$/, ({ context, shop, id }) =>
    done(context.acts.customers.redact(shop, id)),
  ),
];
