/** Gives a customer store credit. Shopify knows no idempotency here: asked twice, it gives twice. */
export const creditAccount = `#graphql
  mutation CreditAccount($customerId: ID!, $credit: StoreCreditAccountCreditInput!) {
    storeCreditAccountCredit(id: $customerId, creditInput: $credit) {
      storeCreditAccountTransaction { id }
      userErrors { field code message }
    }
  }
`;

/** The latest movements of a customer's store credit. */
export const creditsOfCustomer = `#graphql
  query CreditsOfCustomer($customerId: ID!) {
    customer(id: $customerId) {
      storeCreditAccounts(first: 20) {
        nodes {
          transactions(first: 100, reverse: true) {
            nodes {
              __typename
              createdAt
              event
              amount { amount currencyCode }
              ... on StoreCreditAccountCreditTransaction { id expiresAt }
            }
          }
        }
      }
    }
  }
`;
