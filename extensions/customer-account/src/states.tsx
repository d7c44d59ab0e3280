import { words } from "./account.ts";

const { say } = words;

export function Loading() {
  return <s-spinner accessibilityLabel={say("loading")} />;
}

/** Why nothing is shown, and what can be done about it. */
export function Trouble({ error, again }: { error: string; again: () => Promise<void> }) {
  if (error === "closed" || error === "nothing_here") return <s-text>{say(error)}</s-text>;
  // The account is so new that Shopify has not told of it yet.
  if (error === "not_known_yet") return <s-text>{say("balance.zero")}</s-text>;
  return (
    <s-banner tone="warning" heading={say("trouble")}>
      <s-button onClick={() => void again()}>{say("again")}</s-button>
    </s-banner>
  );
}
