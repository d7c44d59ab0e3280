import { type LoaderFunctionArgs, redirect } from "@remix-run/node";

import { PlainPage } from "./plain-page.tsx";

/** Shopify opens the app at its root: that goes on to the admin pages. Anyone else reads where to open it. */
export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("shop")) throw redirect(`/app?${searchParams}`);
  return null;
}

export default function Outside() {
  return (
    <PlainPage title="Open Encore from your Shopify admin">
      <p>
        Encore lives inside Shopify. Sign in to your shop, choose <strong>Apps</strong>, then{" "}
        <strong>Encore</strong>.
      </p>
    </PlainPage>
  );
}
