/** A collection and the ids of its products, page by page. */
export const collectionProducts = `#graphql
  query CollectionProducts($id: ID!, $after: String) {
    collection(id: $id) {
      title
      handle
      products(first: 250, after: $after) {
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;
