import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";

type Props = { name: string; active: boolean; action: string };

/** Switches something on, or off. */
export function ActivationSwitch({ name, active, action }: Props) {
  const fetcher = useFetcher();
  const words = active ? "Switch off" : "Switch on";
  return (
    <fetcher.Form method={active ? "delete" : "post"} action={action}>
      <Button submit loading={fetcher.state !== "idle"} accessibilityLabel={`${words}: ${name}`}>
        {words}
      </Button>
    </fetcher.Form>
  );
}
