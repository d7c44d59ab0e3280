import { useFetcher } from "@remix-run/react";

import { ConfirmButton } from "#app/ui/forms/confirm-button.tsx";
import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

type Failure = { why: string };
type Props = {
  label: string;
  title: string;
  method: "post" | "delete";
  action: string;
  children: string;
};

/** A button for what is done once it is confirmed; when it could not be, a toast says why. */
export function ConfirmAction({ label, title, method, action, children }: Props) {
  const { submit, data, state } = useFetcher<Failure | null>();
  useToastOnce(data, toastOf);
  return (
    <ConfirmButton
      label={label}
      title={title}
      confirm={label}
      loading={state !== "idle"}
      onConfirm={() => submit(null, { method, action })}
    >
      {children}
    </ConfirmButton>
  );
}

function toastOf({ why }: Failure): Toast {
  return { words: why, isError: true };
}
