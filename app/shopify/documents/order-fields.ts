// Pieces of the order documents. Bulk operations know no named fragments, so they are put in as text.

const money = `#graphql fields of MoneyBag
  shopMoney { amount currencyCode }
`;

/** Each share names its discount itself: a bulk operation cannot list an order's discounts, for they have no id. */
const allocations = `#graphql fields of a line
  discountAllocations {
    allocatedAmountSet { ${money} }
    discountApplication {
      __typename
      index
      ... on DiscountCodeApplication { code }
      ... on AutomaticDiscountApplication { title }
      ... on ManualDiscountApplication { title }
      ... on ScriptDiscountApplication { title }
    }
  }
`;

const taxes = `#graphql fields of a line
  taxLines { priceSet { ${money} } }
`;

/** What says when an order was paid. */
export const paymentFields = `#graphql fields of OrderTransaction
  kind
  status
  createdAt
  processedAt
  amountSet { ${money} }
`;

/** An order without its lines and refunds. */
export const orderFields = `#graphql fields of Order
  id
  name
  email
  createdAt
  updatedAt
  processedAt
  cancelledAt
  test
  displayFinancialStatus
  displayFulfillmentStatus
  sourceName
  paymentGatewayNames
  clientIp
  customAttributes { key value }
  currencyCode
  presentmentCurrencyCode
  taxesIncluded
  totalPriceSet { ${money} }
  originalTotalPriceSet { ${money} }
  currentTotalPriceSet { ${money} }
  totalTipReceivedSet { ${money} }
  subtotalPriceSet { ${money} }
  totalTaxSet { ${money} }
  totalShippingPriceSet { ${money} }
  totalDiscountsSet { ${money} }
  discountCodes
  shippingLine {
    ${allocations}
    ${taxes}
  }
  shippingAddress { countryCodeV2 address1 address2 zip city }
  billingAddress { countryCodeV2 }
  customer {
    id
    createdAt
    updatedAt
    firstName
    lastName
    defaultEmailAddress { emailAddress }
    defaultPhoneNumber { phoneNumber }
    defaultAddress { countryCodeV2 }
  }
  fulfillments {
    id
    status
    displayStatus
    createdAt
    updatedAt
    deliveredAt
    estimatedDeliveryAt
    trackingInfo(first: 1) { company number url }
  }
  transactions(first: 50) {
    ${paymentFields}
  }
`;

/** A line of an order. */
export const lineFields = `#graphql fields of LineItem
  id
  sku
  title
  quantity
  currentQuantity
  taxable
  isGiftCard
  originalUnitPriceSet { ${money} }
  ${allocations}
  ${taxes}
  variant { id }
  product { id title handle productType status tags updatedAt }
`;

/** A refund with its parts. A refund has few of any, and what is over the page is fetched apart. */
export const refundFields = `#graphql fields of Refund
  id
  createdAt
  processedAt
  refundLineItems(first: 100) {
    nodes {
      id
      quantity
      lineItem { id }
      subtotalSet { ${money} }
      totalTaxSet { ${money} }
    }
    pageInfo { hasNextPage endCursor }
  }
  refundShippingLines(first: 10) {
    nodes {
      subtotalAmountSet { ${money} }
      taxAmountSet { ${money} }
    }
  }
  duties { amountSet { ${money} } }
  orderAdjustments(first: 10) {
    nodes {
      amountSet { ${money} }
      taxAmountSet { ${money} }
    }
  }
  transactions(first: 10) {
    nodes {
      kind
      status
      amountSet { ${money} }
    }
  }
`;
