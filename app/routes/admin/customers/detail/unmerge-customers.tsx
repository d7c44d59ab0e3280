import { useFetcher } from "@remix-run/react";

import type { Unmerged } from "#app/customers/identity/unmerge-customers.server.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

type Refused = Extract<Unmerged, { outcome: "refused" }>["reason"];
type Reply = { refused: Refused | null };

const whyNot: Record<Refused, string> = {
  not_merged: "They are two customers already. Reload the page",
  merged_in_shopify: "Shopify itself holds them for one customer",
  forgotten: "One of them was erased",
};

type Props = { loading: boolean; onConfirm: () => void };

/** Asks before a record that was merged by its email is taken off a person again. */
export function UnmergeCustomers(props: Props) {
  return (
    <ConfirmButton
      {...props}
      label="Unmerge"
      title="Unmerge these two customers?"
      confirm="Unmerge customers"
    >
      The orders made with the guest’s email go to a customer of their own, with the points, the
      tier and the friends that are theirs. What this customer has spent or told since stays here.
      That email will not merge customers again, even when the next order uses it. Who unmerged them
      stands in the activity log.
    </ConfirmButton>
  );
}

/** Unmerges customers, and tells the merchant. It stands above them: a record that went away could not tell so itself. */
export function useUnmerging(customerId: string) {
  const { submit, data, state } = useFetcher<Reply>();
  useToastOnce(state === "idle" ? data : undefined, toastOf);
  return {
    unmerging: state !== "idle",
    unmerge: (mergedId: string) =>
      submit(JSON.stringify({ mergedId }), {
        method: "post",
        action: `/app/customers/${customerId}/unmerge`,
        encType: "application/json",
      }),
  };
}

function toastOf({ refused }: Reply): Toast {
  return refused
    ? { words: `Nothing was changed: ${whyNot[refused]}`, isError: true }
    : { words: "Customers unmerged", isError: false };
}
