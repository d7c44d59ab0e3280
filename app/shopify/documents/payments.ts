/** What orders were paid with. */
export const paymentsOfOrders = `#graphql
  query PaymentsOfOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        transactions(first: 50) {
          gateway
          kind
          status
          receiptJson
          amountSet { shopMoney { amount currencyCode } }
        }
      }
    }
  }
`;
