import { createContext, useContext } from "react";

/** What inline scripts name, so that browsers run them. Known where a page is rendered first, and needed there alone. */
export const Nonce = createContext<string | undefined>(undefined);

export function useNonce(): string | undefined {
  return useContext(Nonce);
}
