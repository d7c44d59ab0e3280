import { fullName } from "#app/customers/full-name.ts";
import { inShop } from "#app/ground/db.server.ts";

export type LedgerAudits = {
  /** The latest first. */
  audits: { at: string; accounts: number; wrong: number }[];
  frozen: {
    customerId: string;
    name: string | null;
    frozenAt: string;
    /** What does not add up, as the check found it. */
    wrong: string[];
  }[];
};

const AUDITS_SHOWN = 14;
const MOST_FROZEN = 100;

/** The last nightly looks at the ledger, and the accounts that do not move because of them. */
export function ledgerAudits(shopId: string): Promise<LedgerAudits> {
  return inShop(shopId, async (tx) => {
    const audits = await tx.ledgerAudit.findMany({
      where: { shopId },
      orderBy: { at: "desc" },
      take: AUDITS_SHOWN,
    });
    type Row = {
      customerId: string;
      frozenAt: Date;
      frozenFor: unknown;
      firstName: string | null;
      lastName: string | null;
      email: string | null;
    };
    const frozen = await tx.$queryRaw<Row[]>`
      SELECT a.customer_id AS "customerId", a.frozen_at AS "frozenAt", a.frozen_for AS "frozenFor",
        c.first_name AS "firstName", c.last_name AS "lastName", c.email
      FROM ledger_account a
      LEFT JOIN customer c ON c.shop_id = a.shop_id AND c.id = a.customer_id
      WHERE a.shop_id = ${shopId}::uuid AND a.frozen_at IS NOT NULL
      ORDER BY a.frozen_at
      LIMIT ${MOST_FROZEN}::int`;
    return {
      audits: audits.map(({ at, accounts, wrong }) => ({ at: at.toISOString(), accounts, wrong })),
      frozen: frozen.map(({ customerId, frozenAt, frozenFor, firstName, lastName, email }) => ({
        customerId,
        name: fullName({ firstName, lastName }) ?? email,
        frozenAt: frozenAt.toISOString(),
        wrong: Array.isArray(frozenFor) ? frozenFor.map(String) : [],
      })),
    };
  });
}
