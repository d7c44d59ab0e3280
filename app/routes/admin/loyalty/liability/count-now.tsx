import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";
import { useState } from "react";

import { usePolling } from "#app/ui/hooks/use-polling.tsx";

const POLL_EVERY_MS = 2_000;

type Props = { label: string; primary?: boolean; waiting: boolean; onAsked: () => void };

/** Asks for a count of the points now. */
export function CountNowButton({ label, primary, waiting, onAsked }: Props) {
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post" action="/app/loyalty/report/count" onSubmit={onAsked}>
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

/** From the moment a count is asked for until a newer one is there, the page looks again and again. */
export function useCounting(countedAt: string | null) {
  const [askedAfter, setAskedAfter] = useState<{ count: string | null } | null>(null);
  const waiting = askedAfter !== null && askedAfter.count === countedAt;
  usePolling(waiting, POLL_EVERY_MS);
  return { waiting, ask: () => setAskedAfter({ count: countedAt }) };
}
