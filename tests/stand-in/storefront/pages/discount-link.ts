import { codeKey } from "../../discounts/discount-documents.ts";
import { redirect } from "../../http.ts";
import { readCartDetails, writeCartDetails } from "../cart-details.ts";
import type { Visit } from "../visit.ts";

/** `/discount/CODE?redirect=/path`: the cart carries the code from now on. Only paths of the shop are gone to. */
export function followDiscountLink(visit: Visit, code: string): true {
  const details = readCartDetails(visit);
  const others = details.codes.filter((one) => codeKey(one) !== codeKey(code));
  writeCartDetails(visit, { ...details, codes: [...others, code] });
  return redirect(
    visit.response,
    shopAddress(visit, visit.context.url.searchParams.get("redirect")),
  );
}

/** A path of the shop's own host as it is reached here; anything else leads home. */
export function shopAddress(visit: Visit, path: string | null): string {
  if (path === null || !/^\/(?!\/)/.test(path) || path.includes("\\")) return visit.root;
  return path.startsWith(visit.base) ? path : `${visit.base}${path.slice(1)}`;
}
