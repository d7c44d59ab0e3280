import type { LoaderFunctionArgs } from "@remix-run/node";

import { currentShop } from "../current-shop.server.ts";

export const meta = () => [{ title: "Not found · Encore" }];

/** An address of the admin that does not exist: said inside the frame, with the navigation in reach. */
export async function loader({ request }: LoaderFunctionArgs) {
  await currentShop(request);
  throw new Response(null, { status: 404 });
}

export default function Nothing() {
  return null;
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
