import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

import type { Unmerged } from "#app/customers/unmerge-customers.server.ts";

import { ConfirmedButton } from "./confirmed-button.tsx";

type Refused = Extract<Unmerged, { outcome: "refused" }>["reason"];
type Reply = { refused: Refused | null };

const whyNot: Record<Refused, string> = {
  not_merged: "They are two people already. Reload the page",
  merged_in_shopify: "Shopify itself holds them for one customer",
  forgotten: "One of them was erased",
};

/** Takes a record that was joined by its email off a person again. */
export function SeparateRecords({
  customerId,
  mergedId,
}: {
  customerId: string;
  mergedId: string;
}) {
  const { submit, data, state } = useFetcher<Reply>();
  useTelling(state === "idle" ? data : undefined);
  return (
    <ConfirmedButton
      label="These are two people"
      title="Separate the two records?"
      confirm="Separate them"
      loading={state !== "idle"}
      onConfirm={() =>
        submit(JSON.stringify({ mergedId }), {
          method: "post",
          action: `/app/customers/${customerId}/separation`,
          encType: "application/json",
        })
      }
    >
      The orders made with the guest’s email, and the points they brought, go to a person of their
      own. That email joins nobody any more, also not with the next order.
    </ConfirmedButton>
  );
}

function useTelling(reply: Reply | undefined): void {
  const shopify = useAppBridge();
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (!reply || told.current === reply) return;
    told.current = reply;
    const { refused } = reply;
    shopify.toast.show(
      refused ? `Nothing was changed: ${whyNot[refused]}` : "They are two people now",
      {
        isError: refused !== null,
      },
    );
  }, [reply, shopify]);
}
