import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import type { Toast } from "#app/ui/hooks/use-toast-once.tsx";

import { done, refused, usePosting } from "./use-posting.tsx";

type Reply = { refused: "unknown" | "frozen" | null; excluded: boolean };
type Props = { customerId: string; isExcluded: boolean };

const whyNot = {
  unknown: "this person is no longer here. Reload the page",
  frozen: "their account is frozen. Look at it in Ledger audit first",
};

/** Excludes a person from the program, or lets them take part again, once it was said what that means. */
export function ExcludeCustomer({ customerId, isExcluded }: Props) {
  const { posting, post } = usePosting<Reply>(customerId, toastOf);
  const props = {
    loading: posting,
    variant: "secondary",
    onConfirm: () => post("exclusion", { excluded: !isExcluded }),
  } as const;
  if (isExcluded)
    return (
      <ConfirmButton
        {...props}
        tone="success"
        label="Include in the program"
        title="Let them take part again?"
        confirm="Include"
      >
        From now on they earn, redeem and are shown what they have. What they bought and did while
        they were excluded gives no points, now or later.
      </ConfirmButton>
    );
  return (
    <ConfirmButton
      {...props}
      label="Exclude from the program"
      title="Exclude them from the program?"
      confirm="Exclude"
    >
      They earn nothing, cannot redeem, leave their tier and are shown nothing as a member. The
      points that they have are kept, and codes that they have go on working; what they send back
      still takes its points back. If you include them again, what they bought meanwhile gives no
      points.
    </ConfirmButton>
  );
}

function toastOf({ refused: reason, excluded }: Reply): Toast {
  if (reason) return refused(whyNot[reason]);
  return done(excluded ? "Excluded from the program" : "They take part in the program again");
}
