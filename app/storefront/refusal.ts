import type { IssueOutcome, IssueRefusal } from "./reward-facts.ts";

/** What Shopify says is wrong with what it was asked for. */
export type UserError = { field: string[] | null; code: string | null; message: string };

const byCode: Record<string, IssueRefusal> = {
  OWNER_NOT_FOUND: "no_account",
  CUSTOMER_NOT_FOUND: "no_account",
  ACCOUNT_NOT_FOUND: "no_account",
  UNSUPPORTED_CURRENCY: "store_credit_off",
};
const byField: Record<string, IssueRefusal> = {
  customers: "no_account",
  products: "product_gone",
  collections: "product_gone",
};

/** Why Shopify refused, by what it complained of. */
export function refusedFor(errors: readonly UserError[]): IssueOutcome {
  const reasons = errors.flatMap(({ code, field }) => [
    byCode[code ?? ""],
    ...(field ?? []).map((name) => byField[name]),
  ]);
  const reason = reasons.find((known) => known !== undefined) ?? "shop_refused";
  return { outcome: "refused", reason, detail: errors.map(({ message }) => message).join(" ") };
}

/** There is nobody to make it for. */
export const noAccount: IssueOutcome = {
  outcome: "refused",
  reason: "no_account",
  detail: "Shopify knows no such customer.",
};

/** Whether Shopify has such a code already. Nobody else makes codes like ours: it is the one that was asked for before. */
export function isTaken(errors: readonly UserError[]): boolean {
  return errors.some(({ code }) => code === "TAKEN");
}

/** Why a whole call was refused: the shop has not allowed the app to do this, or the call is wrong. */
export function refusedCall(message: string): IssueOutcome {
  const isDenied = /access denied|access scope/i.test(message);
  return {
    outcome: "refused",
    reason: isDenied ? "not_permitted" : "shop_refused",
    detail: message,
  };
}
