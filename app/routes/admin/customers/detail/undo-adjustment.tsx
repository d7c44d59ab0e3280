import type { Undone } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import type { Toast } from "#app/ui/hooks/use-toast-once.tsx";

import { done, refused, usePosting } from "./use-posting.tsx";

type Reason = Extract<Undone, { outcome: "refused" }>["reason"];
type Reply = { refused: Reason | null };

const whyNot: Record<Reason, string> = {
  unknown: "this can no longer be undone. Reload the page",
  undone: "it was undone already",
  frozen: "their account is frozen. Look at it in Ledger audit first",
  short: "they do not have so many points any more",
};

/** Undoes adjustments of a person's points, and tells the merchant. It stands above them: a button that went away could not. */
export function useUndoing(customerId: string) {
  const { posting, post } = usePosting<Reply>(customerId, toastOf);
  return { undoing: posting, undo: (entryId: string) => post(`adjustments/${entryId}/undo`) };
}

type Props = { points: number; loading: boolean; onConfirm: () => void };

/** Asks before an adjustment is undone. */
export function UndoAdjustment({ points, ...props }: Props) {
  const formats = useFormats();
  const amount = pointsInWords(Math.abs(points), formats);
  return (
    <ConfirmButton
      {...props}
      label="Undo"
      about={`Undo: ${formats.signed(points)}`}
      title="Undo this adjustment?"
      confirm="Undo"
    >
      {points > 0
        ? `${amount} are taken back. What of them was spent already is owed, and repaid by what they earn next. Both entries stay in the history.`
        : `${amount} go back to them. Both entries stay in the history.`}
    </ConfirmButton>
  );
}

function toastOf({ refused: reason }: Reply): Toast {
  return reason ? refused(whyNot[reason]) : done("Adjustment undone");
}
