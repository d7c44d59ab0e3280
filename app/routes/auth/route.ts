import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticateStaff } from "#app/shopify/authenticate.server.ts";

/** Everything that signing in needs an address for, the session token's bounce page too, is answered by the library. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateStaff(request);
  return null;
}
