import { lineFields, orderFields, refundFields } from "./order-fields.ts";

const lines = `#graphql fields of Order
  lineItems(first: 100) {
    nodes {
      ${lineFields}
    }
    pageInfo { hasNextPage endCursor }
  }
`;

/** Orders by id, whole. */
export const ordersById = `#graphql
  query OrdersById($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        ${orderFields}
        ${lines}
        refunds {
          ${refundFields}
        }
      }
    }
  }
`;

/** The ids of the orders that were updated in a time, page by page, the longest untouched first. */
export const updatedOrders = `#graphql
  query UpdatedOrders($query: String!, $after: String) {
    orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        id
        updatedAt
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

/** How many orders there are that a search finds. */
export const countOrders = `#graphql
  query CountOrders($query: String!) {
    ordersCount(query: $query, limit: null) { count }
  }
`;

/** The refunds of orders, for those whose other facts came by export. */
export const refundsOfOrders = `#graphql
  query RefundsOfOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Order {
        id
        refunds {
          ${refundFields}
        }
      }
    }
  }
`;

/** More lines of an order that has more than a page of them. */
export const moreLines = `#graphql
  query MoreLines($id: ID!, $after: String) {
    order(id: $id) {
      lineItems(first: 250, after: $after) {
        nodes {
          ${lineFields}
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;

/** More lines of a refund that has more than a page of them. */
export const moreRefundLines = `#graphql
  query MoreRefundLines($id: ID!, $after: String) {
    refund(id: $id) {
      refundLineItems(first: 250, after: $after) {
        nodes {
          id
          quantity
          lineItem { id }
          subtotalSet { shopMoney { amount currencyCode } }
          totalTaxSet { shopMoney { amount currencyCode } }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;
