import { useFetcher } from "@remix-run/react";

import { ConfirmButton, type ConfirmButtonProps } from "#app/ui/forms/confirm-button.tsx";
import { useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

type Props = Omit<ConfirmButtonProps, "confirm" | "loading" | "onConfirm"> & {
  /** The label's words where these are missing. */
  confirm?: string;
  method: "post" | "delete";
  action: string;
  /** What is sent along. */
  data?: Record<string, string>;
};

/** A button for what is done once it is confirmed; when it could not be, a toast says why. */
export function ConfirmAction({ method, action, confirm, data: sent, ...button }: Props) {
  const { submit, data, state } = useFetcher<{ why?: string } | null>();
  useToastOnce(data, ({ why }) => why && { words: why, isError: true });
  return (
    <ConfirmButton
      {...button}
      confirm={confirm ?? button.label}
      loading={state !== "idle"}
      onConfirm={() => submit(sent ?? null, { method, action })}
    />
  );
}
