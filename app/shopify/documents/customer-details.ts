/** What the shop's people wrote about a customer in Shopify. */
export const customerDetails = `#graphql
  query CustomerDetails($id: ID!) {
    customer(id: $id) {
      tags
      note
    }
  }
`;
