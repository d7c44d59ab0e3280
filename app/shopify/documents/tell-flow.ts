/** Starts the workflows of Shopify Flow that begin with a trigger of this app. */
export const tellFlowDocument = `#graphql
  mutation TellFlow($handle: String!, $payload: JSON!) {
    flowTriggerReceive(handle: $handle, payload: $payload) {
      userErrors {
        field
        message
      }
    }
  }
`;
