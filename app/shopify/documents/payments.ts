import { paymentFields } from "./order-fields.ts";

/** What orders were paid with, and when. */
export const paymentsOfOrders = `#graphql
  query PaymentsOfOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        createdAt
        processedAt
        displayFinancialStatus
        originalTotalPriceSet { shopMoney { amount currencyCode } }
        transactions(first: 50) {
          gateway
          receiptJson
          ${paymentFields}
        }
      }
    }
  }
`;
