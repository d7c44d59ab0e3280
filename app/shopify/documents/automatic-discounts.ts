/** Makes a segment of customers. */
export const createSegment = `#graphql
  mutation CreateSegment($name: String!, $query: String!) {
    segmentCreate(name: $name, query: $query) {
      segment { id }
      userErrors { field message }
    }
  }
`;

/** The shop's segments, the latest first. */
export const latestSegments = `#graphql
  query LatestSegments($after: String) {
    segments(first: 250, after: $after, sortKey: CREATION_DATE, reverse: true) {
      nodes { id name query }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

/** Changes whom a segment is of. */
export const updateSegment = `#graphql
  mutation UpdateSegment($id: ID!, $name: String!, $query: String!) {
    segmentUpdate(id: $id, name: $name, query: $query) {
      segment { id }
      userErrors { field message }
    }
  }
`;

export const deleteSegment = `#graphql
  mutation DeleteSegment($id: ID!) {
    segmentDelete(id: $id) {
      userErrors { field message }
    }
  }
`;

/** Makes a discount that applies by itself. */
export const createAutomaticBasic = `#graphql
  mutation CreateAutomaticBasic($discount: DiscountAutomaticBasicInput!) {
    discountAutomaticBasicCreate(automaticBasicDiscount: $discount) {
      automaticDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

export const updateAutomaticBasic = `#graphql
  mutation UpdateAutomaticBasic($id: ID!, $discount: DiscountAutomaticBasicInput!) {
    discountAutomaticBasicUpdate(id: $id, automaticBasicDiscount: $discount) {
      automaticDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

/** Makes free shipping that applies by itself. */
export const createAutomaticFreeShipping = `#graphql
  mutation CreateAutomaticFreeShipping($discount: DiscountAutomaticFreeShippingInput!) {
    discountAutomaticFreeShippingCreate(freeShippingAutomaticDiscount: $discount) {
      automaticDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

export const updateAutomaticFreeShipping = `#graphql
  mutation UpdateAutomaticFreeShipping($id: ID!, $discount: DiscountAutomaticFreeShippingInput!) {
    discountAutomaticFreeShippingUpdate(id: $id, freeShippingAutomaticDiscount: $discount) {
      automaticDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

export const deleteAutomatic = `#graphql
  mutation DeleteAutomatic($id: ID!) {
    discountAutomaticDelete(id: $id) {
      userErrors { field code message }
    }
  }
`;

/** A discount by a tag that only it has. */
export const discountByTag = `#graphql
  query DiscountByTag($query: String!) {
    discountNodes(first: 1, query: $query) {
      nodes { id }
    }
  }
`;
