/** Makes a gift card with a code that is given. */
export const createGiftCard = `#graphql
  mutation CreateGiftCard($card: GiftCardCreateInput!) {
    giftCardCreate(input: $card) {
      giftCard { id }
      userErrors { field code message }
    }
  }
`;
