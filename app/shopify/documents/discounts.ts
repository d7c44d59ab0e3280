/** Makes a discount of an amount or a percentage, with its first code. */
export const createBasicCode = `#graphql
  mutation CreateBasicCode($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

/** Makes a discount of free shipping, with its first code. */
export const createFreeShippingCode = `#graphql
  mutation CreateFreeShippingCode($discount: DiscountCodeFreeShippingInput!) {
    discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

/** The discount that a code belongs to, and how often it was used. */
export const discountByCode = `#graphql
  query DiscountByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount {
        __typename
        ... on DiscountCodeBasic { asyncUsageCount }
        ... on DiscountCodeFreeShipping { asyncUsageCount }
      }
    }
  }
`;

/** The codes of a discount, the newest first. */
export const codesOfDiscount = `#graphql
  query CodesOfDiscount($id: ID!, $after: String) {
    codeDiscountNode(id: $id) {
      codeDiscount {
        __typename
        ... on DiscountCodeBasic {
          codes(first: 250, after: $after, reverse: true) {
            nodes { id code asyncUsageCount }
            pageInfo { hasNextPage endCursor }
          }
        }
        ... on DiscountCodeFreeShipping {
          codes(first: 250, after: $after, reverse: true) {
            nodes { id code asyncUsageCount }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
    }
  }
`;

/** Begins to add up to 250 codes to a discount. */
export const addCodes = `#graphql
  mutation AddCodes($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) {
      bulkCreation { id }
      userErrors { field code message }
    }
  }
`;

/** Whether codes have been added. */
export const codesAdded = `#graphql
  query CodesAdded($id: ID!) {
    discountRedeemCodeBulkCreation(id: $id) {
      done
    }
  }
`;

/** Lets a discount be used no longer. */
export const deactivateDiscount = `#graphql
  mutation DeactivateDiscount($id: ID!) {
    discountCodeDeactivate(id: $id) {
      codeDiscountNode { id }
      userErrors { field code message }
    }
  }
`;

/** Takes codes out of a discount. */
export const deleteCodes = `#graphql
  mutation DeleteCodes($discountId: ID!, $ids: [ID!]!) {
    discountCodeRedeemCodeBulkDelete(discountId: $discountId, ids: $ids) {
      job { id }
      userErrors { field code message }
    }
  }
`;

/** What the dearest variant of a product costs. */
export const productPrice = `#graphql
  query ProductPrice($id: ID!) {
    product(id: $id) {
      priceRangeV2 { maxVariantPrice { amount currencyCode } }
    }
  }
`;
