import { useFetcher } from "@remix-run/react";
import { useState } from "react";

import type { SaveReply } from "#app/ui/forms/use-editing.tsx";
import { useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";

const PAGE = "/app/settings/api-and-webhooks";

/** What is answered to a change; a secret is in it this once. */
export type IntegrationReply = SaveReply & { secret?: string };

/** Changes something of other systems, at an address below this page. `words` tell the merchant that it is done. */
export function useIntegration(words: string) {
  const { submit, data, state } = useFetcher<IntegrationReply>();
  useToastOnce(state === "idle" && data?.saved ? data : null, () => ({ words, isError: false }));
  return {
    waiting: state !== "idle",
    errors: data?.errors ?? {},
    secret: data?.secret ?? null,
    ask: (path: string, body: object | null = null, method: "post" | "delete" = "post") =>
      submit(JSON.stringify(body), {
        method,
        action: `${PAGE}/${path}`,
        encType: "application/json",
      }),
  };
}

/** What is typed for something new: empty again once its secret is there, so that a second click does not make another. */
export function useTyped<Values extends object>(empty: Values, secret: string | null) {
  const [{ values, madeWith }, setTyped] = useState({ values: empty, madeWith: secret });
  if (secret && secret !== madeWith) setTyped({ values: empty, madeWith: secret });
  const change = (changes: Partial<Values>) =>
    setTyped((typed) => ({ ...typed, values: { ...typed.values, ...changes } }));
  return [values, change] as const;
}
