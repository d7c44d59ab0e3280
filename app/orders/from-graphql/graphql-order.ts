/** What the order documents of app/shopify/documents answer with. */

export type MoneyBag = { shopMoney: { amount: string; currencyCode: string } };
export type Page<Node> = {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
};
type Place = { countryCodeV2: string | null } | null;

export type GraphqlCustomer = {
  id: string;
  createdAt: string;
  updatedAt: string;
  firstName: string | null;
  lastName: string | null;
  defaultEmailAddress: { emailAddress: string } | null;
  defaultPhoneNumber: { phoneNumber: string } | null;
  defaultAddress: Place;
};

export type GraphqlFulfillment = {
  id: string;
  status: string;
  displayStatus: string | null;
  createdAt: string;
  updatedAt: string;
  deliveredAt: string | null;
  estimatedDeliveryAt: string | null;
  trackingInfo: { company: string | null; number: string | null; url: string | null }[];
};

/** A share of a discount; the discount says what it is by its type. */
export type GraphqlAllocation = {
  allocatedAmountSet: MoneyBag;
  discountApplication: { __typename: string; index: number; code?: string; title?: string };
};

export type GraphqlLine = {
  id: string;
  sku: string | null;
  title: string;
  quantity: number;
  currentQuantity: number;
  taxable: boolean;
  isGiftCard: boolean;
  originalUnitPriceSet: MoneyBag;
  discountAllocations: GraphqlAllocation[];
  taxLines: { priceSet: MoneyBag }[];
  variant: { id: string } | null;
  product: {
    id: string;
    title: string;
    handle: string;
    productType: string;
    status: string;
    tags: string[];
    updatedAt: string;
  } | null;
};

export type GraphqlRefundLine = {
  id: string | null;
  quantity: number;
  lineItem: { id: string };
  subtotalSet: MoneyBag;
  totalTaxSet: MoneyBag;
};

export type GraphqlRefund = {
  id: string;
  createdAt: string;
  processedAt: string | null;
  refundLineItems: Page<GraphqlRefundLine>;
  refundShippingLines: { nodes: { subtotalAmountSet: MoneyBag; taxAmountSet: MoneyBag }[] };
  duties: { amountSet: MoneyBag }[] | null;
  orderAdjustments: { nodes: { amountSet: MoneyBag; taxAmountSet: MoneyBag }[] };
  transactions: { nodes: { kind: string; status: string; amountSet: MoneyBag }[] };
};

export type GraphqlTransaction = {
  kind: string;
  status: string;
  createdAt: string;
  processedAt: string | null;
  amountSet: MoneyBag;
};

export type GraphqlOrder = {
  id: string;
  name: string;
  email: string | null;
  createdAt: string;
  updatedAt: string;
  processedAt: string;
  cancelledAt: string | null;
  test: boolean;
  displayFinancialStatus: string | null;
  displayFulfillmentStatus: string;
  sourceName: string | null;
  paymentGatewayNames: string[];
  clientIp: string | null;
  customAttributes: { key: string; value: string | null }[];
  currencyCode: string;
  presentmentCurrencyCode: string;
  taxesIncluded: boolean;
  totalPriceSet: MoneyBag;
  originalTotalPriceSet: MoneyBag;
  currentTotalPriceSet: MoneyBag;
  totalTipReceivedSet: MoneyBag;
  subtotalPriceSet: MoneyBag | null;
  totalTaxSet: MoneyBag | null;
  totalShippingPriceSet: MoneyBag;
  totalDiscountsSet: MoneyBag | null;
  shippingAddress:
    | (Place & {
        address1: string | null;
        address2: string | null;
        zip: string | null;
        city: string | null;
      })
    | null;
  billingAddress: Place;
  discountCodes: string[];
  shippingLine: {
    discountAllocations: GraphqlAllocation[];
    taxLines: { priceSet: MoneyBag }[];
  } | null;
  customer: GraphqlCustomer | null;
  fulfillments: GraphqlFulfillment[];
  transactions: GraphqlTransaction[];
};
