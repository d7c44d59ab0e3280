import { useFetcher } from "@remix-run/react";

import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

/** Posts what a button asks for to an address below the person's, and tells the merchant what came of it. */
export function usePosting<Reply extends object>(
  customerId: string,
  toastOf: (reply: Reply) => Toast,
) {
  const { submit, data, state } = useFetcher<Reply>();
  useToastOnce(state === "idle" ? (data as Reply | undefined) : undefined, toastOf);
  return {
    posting: state !== "idle",
    post: (below: string, body: object = {}) =>
      submit(JSON.stringify(body), {
        method: "post",
        action: `/app/customers/${customerId}/${below}`,
        encType: "application/json",
      }),
  };
}

export function done(words: string): Toast {
  return { words, isError: false };
}

export function refused(why: string): Toast {
  return { words: `Nothing was changed: ${why}`, isError: true };
}
