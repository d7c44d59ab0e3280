import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/** A row of a file, as far as it tells a birthday. */
type Row = {
  importId: string;
  line: number;
  customerId: string | null;
  birthMonth: number | null;
  birthDay: number | null;
};

/**
 * Puts the birthdays of rows into the profiles of those who never told theirs. What somebody told themselves stays, and a birthday
 * that they took away stays away. Nothing is paid for it: it is no news of theirs.
 */
export async function setBirthdays(tx: ShopTx, rows: readonly Row[], at: Date): Promise<void> {
  const told = rows.filter(({ birthMonth }) => birthMonth !== null);
  if (told.length === 0) return;
  const { shopId } = tx;
  const importId = told[0]?.importId;
  const owners = await findSurvivors(
    tx,
    told.flatMap(({ customerId }) => customerId ?? []),
  );
  // Of two rows about one person the first is heard.
  const once = new Map(
    told.toReversed().flatMap((row) => {
      const owner = owners.get(row.customerId ?? "");
      return owner ? [[owner, row] as const] : [];
    }),
  );
  await tx.loyaltyProfile.createMany({
    data: [...once.keys()].map((customerId) => ({ shopId, customerId })),
    skipDuplicates: true,
  });
  const birthdays = [...once].map(([ownerId, { line, customerId, birthMonth, birthDay }]) => ({
    ownerId,
    line,
    customerId,
    birthMonth,
    birthDay,
  }));
  await tx.$executeRaw`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(birthdays)}::jsonb)
        AS t("ownerId" uuid, line int, "customerId" uuid, "birthMonth" smallint, "birthDay" smallint)
    ), kept AS (
      UPDATE loyalty_profile p
      SET birth_month = told."birthMonth", birth_day = told."birthDay", birthday_set_at = ${at}, birthday_from = told."customerId"
      FROM told
      WHERE p.shop_id = ${shopId}::uuid AND p.customer_id = told."ownerId" AND p.birth_month IS NULL AND p.birthday_from IS NULL
      RETURNING told.line
    )
    UPDATE points_import_row r SET birthday_set_at = ${at}
    FROM kept
    WHERE r.shop_id = ${shopId}::uuid AND r.import_id = ${importId}::uuid AND r.line = kept.line`;
}

/** Takes the birthdays that these rows set out of the profiles again, where they are still as the rows set them. */
export async function takeBirthdaysBack(tx: ShopTx, rows: readonly Row[]): Promise<void> {
  const told = rows.filter(({ birthMonth }) => birthMonth !== null);
  if (told.length === 0) return;
  const { shopId } = tx;
  // By whom it was told and when, wherever a merge has brought it since.
  await tx.$executeRaw`
    UPDATE loyalty_profile p
    SET birth_month = NULL, birth_day = NULL, birthday_set_at = NULL, birthday_from = NULL
    FROM points_import_row r
    WHERE r.shop_id = ${shopId}::uuid AND r.import_id = ${told[0]?.importId}::uuid
      AND r.line = ANY(${told.map(({ line }) => line)}::int[])
      AND p.shop_id = r.shop_id AND p.birthday_from = r.customer_id AND p.birthday_set_at = r.birthday_set_at
      AND p.birth_month = r.birth_month AND p.birth_day = r.birth_day`;
}
