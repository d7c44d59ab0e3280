import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticateStaff } from "#app/shopify/authenticate.server.ts";

/** Everything that signing in needs an address for, the session token's bounce page too, is answered by the library. */
export async function loader({ request }: LoaderFunctionArgs) {
  // Where the library sends whoever comes from outside the Shopify admin. It has no answer of its own for this address.
  if (new URL(request.url).pathname === "/auth/login") throw new Response(null, { status: 401 });
  await authenticateStaff(request);
  return null;
}
