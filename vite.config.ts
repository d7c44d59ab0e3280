import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [
    remix({
      // Not build/ itself: Remix empties it first, and the compiled processes are beside it.
      buildDirectory: "build/pages",
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        v3_lazyRouteDiscovery: true,
        // Off, as in Shopify's own template: single fetch drops the headers that make App Bridge sign in again.
        v3_singleFetch: false,
        v3_routeConfig: true,
      },
    }),
  ],
  build: { assetsInlineLimit: 0, sourcemap: false },
  ssr: { noExternal: [/^@shopify\/shopify-app-remix/, /^@shopify\/polaris/] },
});
