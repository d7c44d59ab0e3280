/** The app's own installation in the shop: the owner of what only the app reads and writes. */
export const currentAppInstallation = `#graphql
  query CurrentAppInstallation {
    currentAppInstallation {
      id
    }
  }
`;
