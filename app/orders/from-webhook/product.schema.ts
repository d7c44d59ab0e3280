import { z } from "zod";

import { identified, text, time } from "./payload.schema.ts";

/** The body of collections/update and collections/delete. Neither says which products are in it. */
export const CollectionPayload = z.object(identified);

/** The body of products/delete. */
export const ProductDeletedPayload = z.object(identified);

/** The body of products/create and products/update. */
export const ProductPayload = z.object({
  ...identified,
  title: z.string(),
  handle: text,
  product_type: text,
  status: text,
  tags: z.union([z.string(), z.array(z.string())]).nullish(),
  updated_at: time.nullish(),
});
