import { type LoaderFunctionArgs, redirect } from "@remix-run/node";

/** Shopify opens the app at its root: that goes on to the admin pages. Anyone else reads where to open it. */
export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app?${searchParams}`);
  return null;
}

export { OpenFromAdmin as default } from "./plain-page.tsx";
