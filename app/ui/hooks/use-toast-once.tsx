import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

export type Toast = { words: string; isError: boolean };

/** Tells the merchant about each answer once, however often the page is drawn. Nothing where there is nothing to say. */
export function useToastOnce<Answer extends object>(
  answer: Answer | null | undefined,
  toastOf: (answer: Answer) => Toast | "" | null | undefined,
): void {
  const shopify = useAppBridge();
  const told = useRef<Answer>(undefined);
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const toast = toastOf(answer);
    if (toast) shopify.toast.show(toast.words, { isError: toast.isError });
  }, [answer, toastOf, shopify]);
}
