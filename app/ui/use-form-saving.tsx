import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

type Reply = { saved: boolean };

/** Sends a form's values as JSON to this page, and tells the merchant in `words` once the answer and the page's new data are there. */
export function useFormSaving(values: object, words: string, onSaved: () => void) {
  const { submit, data, state } = useFetcher<Reply>();
  const shopify = useAppBridge();
  const told = useRef<unknown>(undefined);
  useEffect(() => {
    if (state !== "idle" || !data || told.current === data) return;
    told.current = data;
    if (data.saved) onSaved();
    shopify.toast.show(data.saved ? words : "Not saved: some fields need another look", {
      isError: !data.saved,
    });
  }, [state, data, shopify, onSaved, words]);
  return {
    saving: state !== "idle",
    save: () => submit(JSON.stringify(values), { method: "post", encType: "application/json" }),
  };
}
