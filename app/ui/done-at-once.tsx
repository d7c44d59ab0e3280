import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

import { ConfirmedButton } from "./confirmed-button.tsx";

type Props = {
  label: string;
  title: string;
  method: "post" | "delete";
  action: string;
  children: string;
};

/** A button for what is done once it is confirmed; when it could not be, a toast says why. */
export function DoneAtOnce({ label, title, method, action, children }: Props) {
  const { submit, data, state } = useFetcher<{ why: string } | null>();
  const shopify = useAppBridge();
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (!data || told.current === data) return;
    told.current = data;
    shopify.toast.show(data.why, { isError: true });
  }, [data, shopify]);
  return (
    <ConfirmedButton
      label={label}
      title={title}
      confirm={label}
      loading={state !== "idle"}
      onConfirm={() => submit(null, { method, action })}
    >
      {children}
    </ConfirmedButton>
  );
}
