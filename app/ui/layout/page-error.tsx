import { isRouteErrorResponse, useRevalidator, useRouteError } from "@remix-run/react";
import { Banner, Button, Card, Page } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { boundary } from "@shopify/shopify-app-remix/server";

import { EmptyNote } from "./empty-note.tsx";

const NOT_FOUND = 404;

/** A page that could not be shown, inside the admin: what it means, and what to do now. */
export function PageError() {
  const error = useRouteError();
  const { revalidate, state } = useRevalidator();
  if (isRouteErrorResponse(error)) {
    // Any other response comes from the library: it signs the merchant in again.
    return error.status === NOT_FOUND ? <NotFound /> : boundary.error(error);
  }
  return (
    <Page title="This page could not be loaded">
      <Banner
        tone="critical"
        title="Something went wrong on our side"
        action={{ content: "Try again", onAction: revalidate, loading: state === "loading" }}
      >
        <p>Nothing was lost: orders and points are kept up to date meanwhile.</p>
      </Banner>
    </Page>
  );
}

function NotFound() {
  return (
    <Page title="Not found" backAction={{ content: "Home", url: "/app" }}>
      <Card>
        <EmptyNote
          icon={SearchIcon}
          heading="There is nothing at this address"
          action={<Button url="/app">Go to Home</Button>}
        >
          The link may be old, or what it led to has been erased.
        </EmptyNote>
      </Card>
    </Page>
  );
}
