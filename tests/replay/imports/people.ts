import { cellOf, type FileRow } from "#app/loyalty/imports/points-file.ts";
import { whoOf } from "#app/loyalty/imports/file-cells.ts";

/** Somebody whom a file names, by all that its rows say of them. */
export type Named = { email: string | null; phone: string | null; shopifyId: bigint | null };

/**
 * Everybody whom the rows of a file name. Rows that share an email, a phone or an id are about one person, unless they name two ids:
 * Shopify has each of these once.
 */
export function namedPeople(heading: readonly string[], rows: readonly FileRow[]): Named[] {
  const people: Named[] = [];
  for (const { cells } of rows) {
    const named = namedBy((column) => cellOf(heading, cells, column));
    if (!named.email && !named.phone && named.shopifyId === null) continue;
    const known = people.find((one) => isOne(one, named));
    if (!known) people.push(named);
    else
      Object.assign(known, {
        email: known.email ?? named.email,
        phone: known.phone ?? named.phone,
        shopifyId: known.shopifyId ?? named.shopifyId,
      });
  }
  return people;
}

function namedBy(cell: (column: "id" | "email" | "phone") => string): Named {
  const nothing = { id: "", email: "", phone: "" };
  const [id, email, phone] = (["id", "email", "phone"] as const).map((column) => {
    const who = whoOf({ ...nothing, [column]: cell(column) });
    return who.problem === null ? who.value : null;
  });
  return {
    shopifyId: id && "shopifyId" in id ? id.shopifyId : null,
    email: email && "email" in email ? email.email : null,
    phone: phone && "phone" in phone ? phone.phone : null,
  };
}

function isOne(one: Named, other: Named): boolean {
  const same = (key: keyof Named) => one[key] !== null && one[key] === other[key];
  const differs = one.shopifyId !== null && other.shopifyId !== null && !same("shopifyId");
  return !differs && (same("shopifyId") || same("email") || same("phone"));
}
