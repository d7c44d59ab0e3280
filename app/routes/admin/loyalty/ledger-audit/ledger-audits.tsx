import type { LedgerAudits } from "#app/loyalty/ledger/audit/ledger-audits.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const columns = [{ title: "When" }, { title: "Balances", number: true }, { title: "Result" }];

/** The last audits of the ledger. */
export function LedgerAuditsTable({ audits }: Pick<LedgerAudits, "audits">) {
  const { number, dateTime } = useFormats();
  if (audits.length === 0) return null;
  return (
    <TitledCard title="Last audits">
      <Table caption="Audits of the ledger, latest first" columns={columns}>
        {audits.map(({ at, accounts, wrong }) => (
          <tr key={at}>
            <td>
              <time dateTime={at}>{dateTime(at)}</time>
            </td>
            <td className="encore-table__number">{number(accounts)}</td>
            <td>
              {wrong === 0 ? (
                <StatusBadge status="good">All add up</StatusBadge>
              ) : (
                <StatusBadge status="wrong">{`${number(wrong)} differ`}</StatusBadge>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </TitledCard>
  );
}
