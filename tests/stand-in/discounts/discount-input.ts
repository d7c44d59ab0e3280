import { z } from "zod";

/** A discount as the Admin API's inputs give it; GraphQL has checked the shape, this reads it. Null and unsaid differ. */

const decimalText = z.union([z.string(), z.number()]).transform(String);
const count = z.union([z.string(), z.number()]).transform(Number);
const ids = z.array(z.string()).nullish();

const Items = z.object({
  all: z.boolean().nullish(),
  products: z
    .object({
      productsToAdd: ids,
      productsToRemove: ids,
      productVariantsToAdd: ids,
      productVariantsToRemove: ids,
    })
    .nullish(),
  collections: z.object({ add: ids, remove: ids }).nullish(),
});
export type ItemsInput = z.infer<typeof Items>;

const Value = z.object({
  percentage: z.number().nullish(),
  discountAmount: z
    .object({ amount: decimalText.nullish(), appliesOnEachItem: z.boolean().nullish() })
    .nullish(),
  discountOnQuantity: z
    .object({
      quantity: count.nullish(),
      effect: z
        .object({ percentage: z.number().nullish(), amount: decimalText.nullish() })
        .nullish(),
    })
    .nullish(),
});
export type ValueInput = z.infer<typeof Value>;

const Audience = z.object({
  all: z.union([z.literal("ALL"), z.boolean()]).nullish(),
  customers: z.object({ add: ids, remove: ids }).nullish(),
  customerSegments: z.object({ add: ids, remove: ids }).nullish(),
});
export type AudienceInput = z.infer<typeof Audience>;

export const DiscountInput = z.object({
  title: z.string().nullish(),
  code: z.string().nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  usageLimit: z.number().nullish(),
  usesPerOrderLimit: z.number().nullish(),
  appliesOncePerCustomer: z.boolean().nullish(),
  context: Audience.nullish(),
  customerSelection: Audience.nullish(),
  combinesWith: z
    .object({
      orderDiscounts: z.boolean().nullish(),
      productDiscounts: z.boolean().nullish(),
      shippingDiscounts: z.boolean().nullish(),
    })
    .nullish(),
  minimumRequirement: z
    .object({
      subtotal: z.object({ greaterThanOrEqualToSubtotal: decimalText.nullish() }).nullish(),
      quantity: z.object({ greaterThanOrEqualToQuantity: count.nullish() }).nullish(),
    })
    .nullish(),
  customerGets: z.object({ items: Items.nullish(), value: Value.nullish() }).nullish(),
  customerBuys: z
    .object({
      items: Items.nullish(),
      value: z.object({ quantity: count.nullish(), amount: decimalText.nullish() }).nullish(),
    })
    .nullish(),
  maximumShippingPrice: decimalText.nullish(),
  tags: z.array(z.string()).nullish(),
});
export type DiscountInput = z.infer<typeof DiscountInput>;
