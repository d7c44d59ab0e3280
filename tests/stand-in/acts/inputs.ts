import { z } from "zod";

/** What people may ask for at the control API. Ids and money are decimal strings; numbers are taken too. */

const text = z.union([z.string(), z.number()]).transform(String);
const optionalText = text.nullish();
const quantity = z.coerce.number().int().positive();
const flag = z
  .union([z.boolean(), z.enum(["true", "false", "on"])])
  .transform((given) => given === true || given === "true" || given === "on");

const AddressInput = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  province: z.string().nullish(),
  provinceCode: z.string().nullish(),
  country: z.string().nullish(),
  countryCode: z.string().nullish(),
  zip: z.string().nullish(),
  phone: z.string().nullish(),
});
export type AddressInput = z.infer<typeof AddressInput>;

const consent = z.enum(["not_subscribed", "pending", "subscribed", "unsubscribed"]);

export const CustomerInput = z.object({
  email: z.string().nullish(),
  phone: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  state: z.enum(["disabled", "invited", "enabled", "declined"]).optional(),
  locale: z.string().optional(),
  note: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  emailMarketing: consent.optional(),
  smsMarketing: consent.optional(),
  address: AddressInput.nullish(),
});
export type CustomerInput = z.infer<typeof CustomerInput>;

export const OrderInput = z.object({
  customerId: optionalText,
  /** A new customer, made with the order. */
  customer: CustomerInput.nullish(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  lines: z
    .array(
      z.object({
        variantId: optionalText,
        sku: optionalText,
        title: z.string().optional(),
        quantity,
        /** Of one unit, in the shop's currency. */
        price: text.optional(),
        /** Off the whole line, in the shop's currency. */
        discount: text.optional(),
      }),
    )
    .min(1),
  /** What the shopper pays in. */
  currency: z.string().length(3).optional(),
  /** How much of it one unit of the shop's currency is. */
  exchangeRate: z.coerce.number().positive().optional(),
  discountCodes: z
    .array(
      z.union([
        z.string().transform((code) => ({ code, amount: undefined, percentage: undefined })),
        z.object({
          code: z.string(),
          amount: text.optional(),
          percentage: z.coerce.number().min(0).max(100).optional(),
        }),
      ]),
    )
    .default([]),
  /** In the shop's currency. */
  shipping: text.optional(),
  /** For the staff, in the shop's currency. */
  tip: text.optional(),
  taxesIncluded: flag.optional(),
  test: flag.optional(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
  paid: flag.default(true),
  /** The buyer's language; without it the customer's. */
  locale: z.string().nullish(),
  sourceName: z.string().default("web"),
  shippingAddress: AddressInput.nullish(),
  note: z.string().nullish(),
  tags: z.array(z.string()).optional(),
  /** Codes of gift cards that pay, one after the other. */
  giftCards: z.array(z.string()).default([]),
  /** True: as much as the customer has; or an amount. */
  storeCredit: z.union([flag, text]).default(false),
  /** What the cart carried: the order's `note_attributes`. */
  attributes: z.record(z.string(), z.coerce.string()).default({}),
  landingSite: z.string().nullish(),
  referringSite: z.string().nullish(),
  browserIp: z.string().nullish(),
  userAgent: z.string().nullish(),
});
export type OrderInput = z.infer<typeof OrderInput>;

const LineChoice = z.object({ lineItemId: optionalText, sku: optionalText, quantity });
export type LineChoice = z.infer<typeof LineChoice>;

export const RefundInput = z.object({
  lines: z.array(LineChoice).default([]),
  /** `true`: all that is left of the shipping; or an amount. */
  shipping: z.union([z.boolean(), text]).optional(),
  /** What goes back in all, when it is not simply the lines and the shipping. */
  amount: text.optional(),
  note: z.string().nullish(),
  restock: flag.optional(),
  /** All of it goes to the customer's store credit instead of back to where it came from. */
  asStoreCredit: flag.optional(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
});
export type RefundInput = z.infer<typeof RefundInput>;

export const ShipInput = z.object({
  /** Without lines: all that has not been shipped. */
  lines: z.array(LineChoice).default([]),
  trackingNumber: z.string().nullish(),
  trackingCompany: z.string().nullish(),
  estimatedDeliveryAt: z.iso.datetime({ offset: true }).nullish(),
});
export type ShipInput = z.infer<typeof ShipInput>;

export const DeliverInput = z.object({
  fulfillmentId: optionalText,
  status: z
    .enum(["label_printed", "confirmed", "in_transit", "out_for_delivery", "delivered", "failure"])
    .default("delivered"),
});
export type DeliverInput = z.infer<typeof DeliverInput>;

export const CancelInput = z.object({
  reason: z
    .enum(["customer", "declined", "fraud", "inventory", "staff", "other"])
    .default("customer"),
  refund: flag.default(true),
});
export type CancelInput = z.infer<typeof CancelInput>;

export const EditInput = z.object({
  add: OrderInput.shape.lines.or(z.array(z.never())).default([]),
  remove: z.array(LineChoice).default([]),
});
export type EditInput = z.infer<typeof EditInput>;

export const ReturnInput = z.object({
  lines: z
    .array(LineChoice.extend({ reason: z.string().optional(), note: z.string().optional() }))
    .min(1),
});
export type ReturnInput = z.infer<typeof ReturnInput>;

export const ProductInput = z.object({
  title: z.string(),
  handle: z.string().optional(),
  descriptionHtml: z.string().optional(),
  productType: z.string().optional(),
  vendor: z.string().optional(),
  tags: z.array(z.string()).optional(),
  giftCard: flag.optional(),
  status: z.enum(["active", "draft", "archived"]).optional(),
  variants: z
    .array(
      z.object({
        title: z.string().optional(),
        sku: z.string().optional(),
        price: text,
        taxable: flag.optional(),
        requiresShipping: flag.optional(),
        weightGrams: z.coerce.number().int().optional(),
      }),
    )
    .min(1),
});
export type ProductInput = z.infer<typeof ProductInput>;

export const CollectionInput = z.object({
  title: z.string(),
  handle: z.string().optional(),
  descriptionHtml: z.string().optional(),
  productIds: z.array(text).default([]),
});
export type CollectionInput = z.infer<typeof CollectionInput>;

export const ShopInput = z.object({
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
  name: z.string().optional(),
  currency: z.string().length(3).optional(),
  timezone: z.string().optional(),
  countryCode: z.string().length(2).optional(),
  email: z.string().optional(),
  plan: z.enum(["basic", "grow", "advanced", "plus"]).optional(),
  taxRate: z.coerce.number().min(0).optional(),
  taxesIncluded: flag.optional(),
  /** What the storefront's checkout asks for sending goods. */
  shippingRate: text.optional(),
});
export type ShopInput = z.infer<typeof ShopInput>;
