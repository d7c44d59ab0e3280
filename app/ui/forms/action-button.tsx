import { useFetcher } from "@remix-run/react";
import { Button, type ButtonProps } from "@shopify/polaris";

type Props = Omit<ButtonProps, "url" | "onClick"> & { action: string; method?: "post" | "delete" };

/** A button that asks an address of the app for something, and waits for its answer. */
export function ActionButton({ action, method = "post", ...button }: Props) {
  const fetcher = useFetcher();
  return (
    <fetcher.Form method={method} action={action}>
      <Button submit loading={fetcher.state !== "idle"} {...button} />
    </fetcher.Form>
  );
}
