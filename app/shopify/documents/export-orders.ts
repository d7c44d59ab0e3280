import { lineFields, orderFields } from "./order-fields.ts";

/**
 * What a bulk operation exports of the shop's history. Lines come below their order. Refunds come with their ids only:
 * a bulk operation cannot look into a connection inside a list, so their parts are fetched for the orders that have any.
 */
export const exportedOrders = `#graphql
  query ExportedOrders {
    orders(sortKey: CREATED_AT) {
      edges {
        node {
          ${orderFields}
          refunds { id }
          lineItems {
            edges {
              node {
                ${lineFields}
              }
            }
          }
        }
      }
    }
  }
`;

/** Starts the export. The result has each order's lines right below it. */
export const startExport = `#graphql
  mutation StartExport($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: true) {
      bulkOperation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

/** How far an export is, and where its result lies. */
export const exportProgress = `#graphql
  query ExportProgress($id: ID!) {
    bulkOperation(id: $id) {
      id
      status
      errorCode
      rootObjectCount
      url
    }
  }
`;
