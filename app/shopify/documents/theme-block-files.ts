/** The published theme's templates and section groups, where a merchant's choice of app blocks is kept. */
export const themeBlockFiles = `#graphql
  query ThemeBlockFiles($after: String) {
    currentAppInstallation {
      app {
        handle
      }
    }
    themes(first: 1, roles: [MAIN]) {
      nodes {
        files(first: 50, after: $after, filenames: ["templates/*.json", "sections/*.json"]) {
          nodes {
            filename
            body {
              ... on OnlineStoreThemeFileBodyText {
                content
              }
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    }
  }
`;
