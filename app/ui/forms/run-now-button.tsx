import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";
import { useState } from "react";

import { usePolling } from "#app/ui/hooks/use-polling.tsx";

const POLL_EVERY_MS = 2_000;

type RunNow = { waiting: boolean; ask: () => void };
type Props = { run: RunNow; label: string; action: string; primary?: boolean };

/** Asks for what is done every night to be done now: `action` is where it is asked for. */
export function RunNowButton({ run, label, action, primary = false }: Props) {
  const { Form, state } = useFetcher();
  return (
    <Form method="post" action={action} onSubmit={run.ask}>
      <Button
        submit
        loading={run.waiting || state !== "idle"}
        {...(primary && { variant: "primary" })}
      >
        {label}
      </Button>
    </Form>
  );
}

/**
 * From the moment a run is asked for until a newer one than the last is there, the page looks again and again. `lastAt` is when
 * the last one was; null before the first.
 */
export function useRunNow(lastAt: string | null): RunNow {
  const [askedAfter, setAskedAfter] = useState<{ lastAt: string | null } | null>(null);
  const waiting = askedAfter !== null && askedAfter.lastAt === lastAt;
  usePolling(waiting, POLL_EVERY_MS);
  return { waiting, ask: () => setAskedAfter({ lastAt }) };
}
