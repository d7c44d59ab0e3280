/** Writes up to 25 metafields at once, or none of them when one is refused. */
export const setMetafields = `#graphql
  mutation SetMetafields($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      userErrors {
        elementIndex
        code
        message
      }
    }
  }
`;
