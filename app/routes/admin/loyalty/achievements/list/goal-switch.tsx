import { useFetcher } from "@remix-run/react";
import { Button } from "@shopify/polaris";

type Props = { name: string; active: boolean; action: string };

/** Switches an achievement or a challenge on, or off. */
export function GoalSwitch({ name, active, action }: Props) {
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
