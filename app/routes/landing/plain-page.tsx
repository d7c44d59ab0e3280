import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import type { ReactNode } from "react";

import "./plain-page.css";

/** A page outside the Shopify admin, where there is no Polaris. */
export function PlainPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="plain">
      <p className="plain__brand">Encore</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** Where Encore is to be opened from: for whoever comes to it from elsewhere. */
export function OpenFromAdmin() {
  return (
    <PlainPage title="Open Encore from your Shopify admin">
      <p>
        Encore lives inside Shopify. Sign in to your shop, choose <strong>Apps</strong>, then{" "}
        <strong>Encore</strong>.
      </p>
    </PlainPage>
  );
}

const NOT_FOUND = 404;

/** Whatever no page knew how to show. */
export function PlainError() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === NOT_FOUND) {
    return (
      <PlainPage title="There is nothing at this address">
        <p>The link may be old, or a letter in it may be wrong.</p>
      </PlainPage>
    );
  }
  return (
    <PlainPage title="Something went wrong on our side">
      <p>Nothing was lost. Load the page again in a moment.</p>
    </PlainPage>
  );
}
