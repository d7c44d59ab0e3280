import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";

type Props = { label: string; waiting: boolean; onAsked: () => void; primary?: boolean };

/** Asks for a scoring outside the nightly one. */
export function ScoreNowButton({ label, waiting, onAsked, primary = false }: Props) {
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post" action="/app/segments/scoring" onSubmit={onAsked}>
      <Button
        submit
        loading={waiting || fetcher.state !== "idle"}
        {...(primary && { variant: "primary" })}
      >
        {label}
      </Button>
    </fetcher.Form>
  );
}
