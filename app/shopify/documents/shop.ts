/** What Encore keeps of a shop. */
export const shopFacts = `#graphql
  query ShopFacts {
    shop {
      id
      name
      currencyCode
      ianaTimezone
      updatedAt
      billingAddress { countryCodeV2 }
    }
  }
`;
