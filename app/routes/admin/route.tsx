import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import {
  Link,
  Outlet,
  type ShouldRevalidateFunction,
  useLoaderData,
  useLocation,
  useNavigation,
  useRouteError,
} from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useEffect, useState } from "react";

import { loadSettling } from "#app/analytics/settling.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { env } from "#app/ground/env.server.ts";
import { ShopProvider } from "#app/ui/hooks/shop.tsx";

import adminStyles from "./admin.css?url";
import { currentShop } from "./current-shop.server.ts";
import { PageSkeleton } from "./page-skeleton.tsx";

const SKELETON_AFTER_MS = 150;

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: polarisStyles },
  { rel: "stylesheet", href: adminStyles },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const { id, domain, currency, timezone } = await currentShop(request);
  const at = now();
  const settling = await loadSettling(id, at);
  return {
    shop: { domain, currency, timezone, now: at.toISOString(), settling },
    apiKey: env.SHOPIFY_API_KEY,
    appBridgeUrl: env.APP_BRIDGE_URL ?? null,
  };
}

/** Each page says whether its sums are final: that is asked anew with the page. */
export const shouldRevalidate: ShouldRevalidateFunction = () => true;

/** The frame of every admin page: Polaris, App Bridge, the navigation, and what all pages know of the shop. */
export default function Admin() {
  const { shop, apiKey, appBridgeUrl } = useLoaderData<typeof loader>();
  return (
    <AppProvider
      isEmbeddedApp
      apiKey={apiKey}
      {...(appBridgeUrl && { __APP_BRIDGE_URL: appBridgeUrl })}
    >
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/customers">Customers</Link>
        <Link to="/app/segments">Segments</Link>
        <Link to="/app/loyalty">Loyalty</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      <ShopProvider shop={shop}>
        <main>
          <PageOrSkeleton />
        </main>
      </ShopProvider>
    </AppProvider>
  );
}

/** Another page gets its outline while it loads; the same page with other filters stays and changes in place. */
function PageOrSkeleton() {
  const here = useLocation().pathname;
  const { state, location } = useNavigation();
  const next = state === "loading" && location.pathname !== here ? location.pathname : null;
  const late = useLater(next !== null, SKELETON_AFTER_MS);
  return late && next ? <PageSkeleton pathname={next} /> : <Outlet />;
}

/** True once something has been going on for a while: what takes an instant should not flicker. */
function useLater(active: boolean, afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [active, afterMs]);
  return active && late;
}

export function ErrorBoundary() {
  return boundary.error(useRouteError());
}

export const headers: HeadersFunction = (args) => boundary.headers(args);
