import type { ChangeSums } from "#app/loyalty/launch/balance-changes.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import type { Formats } from "#app/ui/format/formats.ts";

/** "12 customers: 340 points more for some, 120 points less for others, 3 in another tier" */
export function sumsInWords({ customers, added, taken, tiers }: ChangeSums, formats: Formats) {
  const who = `${formats.number(customers)} ${customers === 1 ? "customer" : "customers"}`;
  const parts = [
    added > 0 && `${pointsInWords(added, formats)} more`,
    taken > 0 && `${pointsInWords(taken, formats)} less`,
    tiers > 0 && `${formats.number(tiers)} in another tier`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? who : `${who}: ${parts.join(", ")}`;
}

/** What is asked before balances are changed. */
export function confirmation(sums: ChangeSums, formats: Formats): string {
  return `This changes the balances or tiers of ${sumsInWords(sums, formats)}. Each gets an entry in its history. What they have spent already is owed where your program says so. Nobody is told: no email, no webhook and no workflow is sent.`;
}
