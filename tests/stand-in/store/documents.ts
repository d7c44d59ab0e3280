/**
 * What the stand-in keeps. Ids are decimal strings (many are above 2^53), times ISO strings in UTC, money whole minor
 * units of the shop's currency. REST payloads, GraphQL and the storefront are all made from these documents.
 */

export type Plan = "basic" | "grow" | "advanced" | "plus";

export type ShopDoc = {
  id: string;
  domain: string;
  /** The domain without `.myshopify.com`. */
  handle: string;
  name: string;
  email: string;
  ownerName: string;
  currency: string;
  /** IANA name. */
  timezone: string;
  countryCode: string;
  locale: string;
  plan: Plan;
  createdAt: string;
  /** Without: never changed since. */
  updatedAt?: string;
  /** Tax of every taxable line, 0.2 = 20 %. */
  taxRate: number;
  taxesIncluded: boolean;
  /** What the storefront's checkout asks for sending goods; without: nothing. */
  shippingMinor?: number;
  /** The scopes granted to the app, or null while it is not installed. */
  grantedScopes: string[] | null;
  installedAt: string | null;
};

export type Address = {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  country: string | null;
  countryCode: string | null;
  zip: string | null;
  phone: string | null;
};

export type MarketingConsent = {
  state: "not_subscribed" | "pending" | "subscribed" | "unsubscribed" | "redacted";
  optInLevel: "single_opt_in" | "confirmed_opt_in" | "unknown" | null;
  updatedAt: string | null;
};

export type CustomerDoc = {
  id: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  createdAt: string;
  updatedAt: string;
  /** `enabled` has signed in to an account; `disabled` has none. */
  state: "disabled" | "invited" | "enabled" | "declined";
  verifiedEmail: boolean;
  locale: string;
  note: string | null;
  tags: string[];
  emailMarketing: MarketingConsent;
  smsMarketing: MarketingConsent | null;
  address: Address | null;
};

export type VariantDoc = {
  id: string;
  title: string;
  sku: string | null;
  priceMinor: number;
  taxable: boolean;
  requiresShipping: boolean;
  weightGrams: number;
};

export type ProductDoc = {
  id: string;
  handle: string;
  title: string;
  descriptionHtml: string;
  productType: string;
  vendor: string;
  tags: string[];
  status: "active" | "draft" | "archived";
  giftCard: boolean;
  createdAt: string;
  updatedAt: string;
  variants: VariantDoc[];
};

export type CollectionDoc = {
  id: string;
  handle: string;
  title: string;
  descriptionHtml: string;
  /** In the merchant's order. */
  productIds: string[];
  updatedAt: string;
};

export type TaxLine = { title: string; rate: number; priceMinor: number };

export type DiscountAllocation = {
  /** Place in the order's `discountApplications`. */
  application: number;
  amountMinor: number;
};

export type LineItem = {
  id: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  productType: string | null;
  /** As ordered. */
  quantity: number;
  /** Units that an edit took out again. */
  removedQuantity: number;
  addedByEdit?: boolean;
  /** Money for the staff, left at checkout or at the till. */
  tip?: boolean;
  priceMinor: number;
  taxable: boolean;
  giftCard: boolean;
  requiresShipping: boolean;
  grams: number;
  taxLines: TaxLine[];
  discounts: DiscountAllocation[];
  /** Units in fulfilments so far. */
  fulfilledQuantity: number;
};

export type DiscountApplication = {
  type: "discount_code" | "manual" | "automatic";
  /** The code, or the title of a manual or automatic discount. */
  title: string;
  valueType: "fixed_amount" | "percentage";
  /** A decimal string: an amount in shop currency or a percentage. */
  value: string;
  /** Without: the lines. */
  targetType?: "line_item" | "shipping_line";
  targetSelection: "all" | "entitled" | "explicit";
  allocationMethod: "across" | "each";
  /** Which of the shop's discounts it is, when it is one. */
  discountId?: string;
  codeId?: string | null;
};

export type ShippingLine = {
  id: string;
  title: string;
  code: string;
  priceMinor: number;
  taxLines: TaxLine[];
  discounts?: DiscountAllocation[];
};

/** How the buyer came to the checkout. */
export type OrderVisit = {
  /** What the cart carried: the order's `note_attributes`. */
  attributes: { name: string; value: string }[];
  landingSite: string | null;
  referringSite: string | null;
  browserIp: string | null;
  userAgent: string | null;
};

export type TransactionDoc = {
  id: string;
  kind: "sale" | "refund" | "void";
  status: "success" | "pending";
  amountMinor: number;
  createdAt: string;
  parentId: string | null;
  /** Without: a card, which is bogus here. */
  gateway?: "bogus" | "gift_card" | "shopify_store_credit";
  giftCardId?: string;
};

export type RefundLine = {
  id: string;
  lineItemId: string;
  quantity: number;
  subtotalMinor: number;
  taxMinor: number;
  restockType: "no_restock" | "cancel" | "return";
};

export type OrderAdjustment = {
  id: string;
  kind: "shipping_refund" | "refund_discrepancy";
  reason: string;
  /** Negative when money goes back beyond the lines. */
  amountMinor: number;
  taxMinor: number;
};

export type RefundDoc = {
  id: string;
  createdAt: string;
  note: string | null;
  lines: RefundLine[];
  adjustments: OrderAdjustment[];
  /** What of the shipping line went back. */
  shippingMinor: number;
  /** What of duties went back. */
  dutiesMinor?: number;
  transactions: TransactionDoc[];
  returnId: string | null;
};

export type FulfillmentEventDoc = {
  id: string;
  status:
    "label_printed" | "confirmed" | "in_transit" | "out_for_delivery" | "delivered" | "failure";
  happenedAt: string;
  message: string | null;
};

export type FulfillmentDoc = {
  id: string;
  createdAt: string;
  updatedAt: string;
  status: "success" | "cancelled";
  shipmentStatus: FulfillmentEventDoc["status"] | null;
  trackingCompany: string | null;
  trackingNumber: string | null;
  trackingUrl: string | null;
  estimatedDeliveryAt: string | null;
  deliveredAt: string | null;
  lines: { id: string; lineItemId: string; quantity: number }[];
  events: FulfillmentEventDoc[];
};

export type ReturnDoc = {
  id: string;
  name: string;
  createdAt: string;
  status: "requested" | "open" | "closed" | "declined" | "canceled";
  lines: { id: string; lineItemId: string; quantity: number; reason: string; note: string }[];
};

export type FinancialStatus = "pending" | "paid" | "partially_refunded" | "refunded" | "voided";

export type OrderDoc = {
  id: string;
  /** 1001, 1002 … */
  number: number;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  createdAt: string;
  updatedAt: string;
  processedAt: string;
  cancelledAt: string | null;
  cancelReason: "customer" | "declined" | "fraud" | "inventory" | "staff" | "other" | null;
  closedAt: string | null;
  test: boolean;
  sourceName: string;
  taxesIncluded: boolean;
  currency: string;
  presentmentCurrency: string;
  /** How much of the presentment currency one unit of the shop's currency is. */
  exchangeRate: number;
  financialStatus: FinancialStatus;
  lines: LineItem[];
  discountCodes: {
    code: string;
    amountMinor: number;
    type: "fixed_amount" | "percentage" | "shipping";
  }[];
  discountApplications: DiscountApplication[];
  shippingLines: ShippingLine[];
  transactions: TransactionDoc[];
  refunds: RefundDoc[];
  fulfillments: FulfillmentDoc[];
  returns: ReturnDoc[];
  shippingAddress: Address | null;
  billingAddress: Address | null;
  locale: string | null;
  note: string | null;
  tags: string[];
  /** Not known of orders from a file. */
  visit?: OrderVisit;
};

export type MetafieldDoc = {
  id: string;
  /** GID of what it belongs to. */
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
};

export type BulkOperationDoc = {
  id: string;
  status: "created" | "running" | "completed" | "canceling" | "canceled" | "failed";
  errorCode: string | null;
  query: string;
  createdAt: string;
  completedAt: string | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  /** Path of the result on this machine, once there is one. */
  file: string | null;
};
