import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

import type { IntegrationReply, IntegrationIntent } from "./integration-intent.schema.ts";

const told: Record<IntegrationIntent["intent"], string> = {
  make_key: "Key made",
  revoke_key: "Key revoked",
  add_address: "Address added",
  switch_address: "Saved",
  remove_address: "Address removed",
};

/** Asks for something on the page about other systems, and tells the merchant once it is done. */
export function useIntegration(onDone: () => void = () => {}) {
  const { submit, data, state } = useFetcher<IntegrationReply>();
  const shopify = useAppBridge();
  const seen = useRef<unknown>(undefined);
  useEffect(() => {
    if (state !== "idle" || !data || seen.current === data) return;
    seen.current = data;
    if (!data.done) return;
    shopify.toast.show(told[data.done]);
    onDone();
  }, [state, data, shopify, onDone]);
  return {
    waiting: state !== "idle",
    errors: data?.errors ?? {},
    secret: data?.secret ?? null,
    ask: (intent: IntegrationIntent) =>
      submit(JSON.stringify(intent), { method: "post", encType: "application/json" }),
  };
}
