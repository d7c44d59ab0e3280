import type { ShopTx } from "./db.server.ts";

/** A person: all records that ever were theirs, the orders of these, and every email that they are named by. */
export type Person = {
  customerIds: readonly string[];
  orderIds: readonly bigint[];
  emails: readonly string[];
};

/**
 * What a table with a shop's rows does when a person asks to be forgotten, and when two records turn out to be one person.
 *
 * forget
 * - `erased`: rows about the person are deleted
 * - `anonymised`: what names them is taken out, and the row stays for the shop's own books
 * - `names-nobody`: its rows hold nothing by which a person could be known
 *
 * merge
 * - `moves`: rows go on with the record that stays, and back when the two are parted
 * - `joins`: what both have becomes one row of the record that stays
 * - `posted`: entries are added that take from one record and give to the other
 * - `recomputed`: worked out anew from facts
 * - `stays`: keeps naming the record that it was written for
 * - `ownerless`: its rows belong to no customer
 */
export type TableRules = {
  forget: "erased" | "anonymised" | "names-nobody";
  merge: "moves" | "joins" | "posted" | "recomputed" | "stays" | "ownerless";
};

/** What a room declares about the personal data in its tables. A test checks that every table of its schema is here. */
export type PersonalData = {
  tables: Readonly<Record<string, TableRules>>;
  /** Takes out of the room's tables what names the person. May run twice. */
  forget?: (tx: ShopTx, shopId: string, person: Person) => Promise<void>;
  /** What the room's tables hold about a person, for an answer to a data request. */
  collect?: (tx: ShopTx, shopId: string, person: Person) => Promise<Record<string, unknown>>;
};
