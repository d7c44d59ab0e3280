/** Says whether Shopify answers at all, before anything is asked of it that must not happen twice. */
export const isThereDocument = `#graphql
  query IsThere {
    shop {
      id
    }
  }
`;

/** Starts the workflows of Shopify Flow that begin with a trigger of this app. */
export const triggerShopifyFlowDocument = `#graphql
  mutation TellFlow($handle: String!, $payload: JSON!) {
    flowTriggerReceive(handle: $handle, payload: $payload) {
      userErrors {
        field
        message
      }
    }
  }
`;
