import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

export type Toast = { words: string; isError: boolean };

/** Tells the merchant about each answer once, however often the page is drawn. Nothing where there is none. */
export function useToastOnce<Answer extends object>(
  answer: Answer | null | undefined,
  toastOf: (answer: Answer) => Toast,
): void {
  const shopify = useAppBridge();
  const told = useRef<Answer>(undefined);
  useEffect(() => {
    if (!answer || told.current === answer) return;
    told.current = answer;
    const { words, isError } = toastOf(answer);
    shopify.toast.show(words, { isError });
  }, [answer, toastOf, shopify]);
}
