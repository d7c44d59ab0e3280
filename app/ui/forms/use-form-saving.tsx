import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

type Reply = { saved: boolean };

/**
 * Sends a form's values as JSON to this page, and tells the merchant in `words` once the answer and the page's new data are there.
 * `onSaved` is called when nothing was typed meanwhile.
 */
export function useFormSaving(values: object, words: string, onSaved: () => void) {
  const { submit, data, state } = useFetcher<Reply>();
  const shopify = useAppBridge();
  const told = useRef<unknown>(undefined);
  const sent = useRef<object>(values);
  useEffect(() => {
    if (state !== "idle" || !data || told.current === data) return;
    told.current = data;
    if (data.saved && sent.current === values) onSaved();
    shopify.toast.show(data.saved ? words : "Not saved: some fields need another look", {
      isError: !data.saved,
    });
  }, [state, data, shopify, onSaved, words, values]);
  return {
    saving: state !== "idle",
    save: () => {
      sent.current = values;
      submit(JSON.stringify(values), { method: "post", encType: "application/json" });
    },
  };
}
