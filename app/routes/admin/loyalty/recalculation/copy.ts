import type { ChangeSums } from "#app/loyalty/launch/balance-changes.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import type { Formats } from "#app/ui/format/formats.ts";

/** "12 customers: 340 points more, 120 points less, 3 in another tier" */
export function sumsInWords(sums: ChangeSums, formats: Formats): string {
  const { customers } = sums;
  const who = `${formats.number(customers)} ${customers === 1 ? "customer" : "customers"}`;
  return [who, ...changesInWords(sums, formats)].join(": ");
}

/** "12 of 1,934 customers would have other points or another tier: 340 points more, 3 in another tier" */
export function wouldHaveInWords(sums: ChangeSums, total: number, formats: Formats): string {
  const of = `${formats.number(total)} ${total === 1 ? "customer" : "customers"}`;
  const who = `${formats.number(sums.customers)} of ${of} would have other points or another tier`;
  return [who, ...changesInWords(sums, formats)].join(": ");
}

/** The changes as one text; none where nothing is said of them. */
function changesInWords({ added, taken, tiers }: ChangeSums, formats: Formats): string[] {
  const parts = [
    added > 0 && `${pointsInWords(added, formats)} more`,
    taken > 0 && `${pointsInWords(taken, formats)} less`,
    tiers > 0 && `${formats.number(tiers)} in another tier`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? [] : [parts.join(", ")];
}

/** What is asked before balances are changed. */
export function confirmation(sums: ChangeSums, formats: Formats): string {
  return `This changes the balances or tiers of ${sumsInWords(sums, formats)}. Each gets an entry in its history. What they have spent already is owed where your program says so. Nobody is told: no email, no webhook and no workflow is sent.`;
}
