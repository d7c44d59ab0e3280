import { Link, Text } from "@shopify/polaris";
import { ClockIcon } from "@shopify/polaris-icons";

import type { ActivityRow } from "#app/loyalty/activity-log.server.ts";
import {
  actorInWords,
  auditActionInWords,
  type Change,
  changesInWords,
} from "#app/ui/copy/audit.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { When } from "#app/ui/layout/when.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { auditAddress, type AuditFilter } from "./audit-filters.tsx";

type Props = {
  entries: { rows: ActivityRow[]; next: string | null };
  query: AuditFilter & { before?: string | undefined };
};

const columns = [{ title: "What" }, { title: "By" }, { title: "When", wideOnly: true }];

/** What was done, by whom, and what is different since. */
export function AuditTable({ entries, query }: Props) {
  if (entries.rows.length === 0) {
    const filtered = query.who || query.what;
    return (
      <EmptyNote icon={ClockIcon} heading={filtered ? "Nothing of this kind" : "No changes yet"}>
        {filtered
          ? "Choose anybody and everything to see all changes."
          : "When somebody changes the program or a customer's points by hand, it is written down here."}
      </EmptyNote>
    );
  }
  return (
    <>
      <Table caption="Changes, latest first" columns={columns} roomy>
        {entries.rows.map((row) => (
          <Entry key={row.id} row={row} />
        ))}
      </Table>
      <PageLinks
        links={[
          query.before && { name: "Latest changes", url: auditAddress(query) },
          entries.next && { name: "Earlier changes", url: auditAddress(query, entries.next) },
        ]}
      />
    </>
  );
}

function Entry({ row }: { row: ActivityRow }) {
  const formats = useFormats();
  const importId = /^import\.(.+)$/.exec(row.subject)?.[1];
  return (
    <tr>
      <td>
        <Text as="p">
          {auditActionInWords(row.action)}
          {row.customer && (
            <>
              {" · "}
              <PersonLink id={row.customer.id} name={row.customer.name} />
            </>
          )}
          {row.other && (
            <>
              {" and "}
              <PersonLink id={row.other.id} name={row.other.name} />
            </>
          )}
          {row.goal && (
            <>
              {" · "}
              <bdi>{row.goal}</bdi>
            </>
          )}
          {importId && (
            <>
              {" · "}
              <Link url={`/app/loyalty/imports/${importId}`}>see the file</Link>
            </>
          )}
        </Text>
        {changesInWords(row.before, row.after, formats).map((change) => (
          <Text key={change.field} as="p" variant="bodySm" tone="subdued" breakWord>
            <ChangeInWords change={change} />
          </Text>
        ))}
      </td>
      <td>
        {actorInWords(row.actor)}
        <span className="encore-narrow-only">
          {" · "}
          <When at={row.at} />
        </span>
      </td>
      <td className="encore-wide-only">
        <When at={row.at} />
      </td>
    </tr>
  );
}

function ChangeInWords({ change: { field, from, to } }: { change: Change }) {
  if (from === null || to === null) return `${field}: ${to ?? from}`;
  return `${field}: ${from} → ${to}`;
}
