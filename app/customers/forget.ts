/**
 * How each table with a shop's rows forgets a person. A test checks that no such table is missing here.
 * - `erased`: rows about the person are deleted
 * - `anonymised`: what names them is taken out, and the row stays for the shop's own books
 * - `names-nobody`: its rows hold nothing by which a person could be known
 */
export const forgetting = {
  customer: "anonymised",
  identifier: "erased",
  consent: "erased",
  identity_edge: "names-nobody",
  privacy_request: "anonymised",
  order: "anonymised",
  order_line: "names-nobody",
  refund: "names-nobody",
  refund_line: "names-nobody",
  fulfillment: "anonymised",
  product: "names-nobody",
  event: "anonymised",
  reaction: "names-nobody",
  ledger_account: "names-nobody",
  ledger_entry: "names-nobody",
  lot: "names-nobody",
  lot_use: "names-nobody",
  order_award: "names-nobody",
  loyalty_program: "names-nobody",
  segment_membership: "names-nobody",
  segment_run: "names-nobody",
  backfill: "names-nobody",
  reconciliation: "names-nobody",
} as const satisfies Record<string, "erased" | "anonymised" | "names-nobody">;

/** Every table with a shop's rows. A shop is forgotten by deleting its rows from each of them. */
export const tablesOfAShop = Object.keys(forgetting);
