import type { MergeReason } from "#app/customers/identity/identity.ts";
import { readable } from "#app/ui/copy/segments.ts";

const reasons: Record<MergeReason, string> = {
  same_email: "Someone ordered as a guest with the email that this customer has in Shopify.",
  merged_in_shopify: "Two customers were merged in Shopify.",
};

/** Why two records are taken for one person. */
export function mergeReasonInWords(reason: string): string {
  return reasons[reason as MergeReason] ?? `${readable(reason)}.`;
}
