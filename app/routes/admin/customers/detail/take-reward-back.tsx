import { useFetcher } from "@remix-run/react";

import type { Returned } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

import { whyNoReturn } from "./redemptions-copy.ts";

type Props = {
  reward: { name: string; code: string | null; points: number };
  loading: boolean;
  onConfirm: () => void;
};

/** Asks before an unused reward is taken back from a person, for the points that it cost. */
export function TakeRewardBack({ reward: { name, code, points }, ...props }: Props) {
  const formats = useFormats();
  const label = points > 0 ? "Give the points back" : "Withdraw";
  const after =
    points > 0
      ? `As soon as Shopify has switched it off, ${pointsInWords(points, formats)} go back to this person.`
      : "It was given for nothing, so no points go back.";
  return (
    <ConfirmButton
      {...props}
      label={label}
      about={`${label}: ${name}${code ? `, ${code}` : ""}`}
      title={points > 0 ? "Give the points back?" : "Withdraw this reward?"}
      confirm={label}
    >
      {`The code stops working. ${after}`}
    </ConfirmButton>
  );
}

/** Takes rewards back, and tells the merchant. It stands above them: a button that went away could not tell so itself. */
export function useTakingBack(customerId: string) {
  const { submit, data, state } = useFetcher<Returned>();
  useToastOnce(state === "idle" ? data : undefined, toastOf);
  return {
    takingBack: state !== "idle",
    takeBack: (redemptionId: string) =>
      submit(null, {
        method: "post",
        action: `/app/customers/${customerId}/redemptions/${redemptionId}/return`,
      }),
  };
}

function toastOf(returned: Returned): Toast {
  return returned.outcome === "refused"
    ? { words: `Nothing was changed: ${whyNoReturn[returned.reason]}`, isError: true }
    : { words: "The reward is taken back", isError: false };
}
