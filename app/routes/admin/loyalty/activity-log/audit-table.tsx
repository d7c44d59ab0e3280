import { Link, Text } from "@shopify/polaris";
import { ClockIcon } from "@shopify/polaris-icons";

import type { ActivityPage, ActivityRow } from "#app/loyalty/activity-log.server.ts";
import { actorInWords, auditActionInWords } from "#app/ui/copy/audit.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { When } from "#app/ui/layout/when.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { auditAddress, type AuditFilter } from "./audit-query.schema.ts";
import { type Change, changesInWords } from "./changes-copy.ts";

type Props = {
  entries: ActivityPage;
  query: AuditFilter & { before?: string | undefined };
};

const columns = [{ title: "What" }, { title: "By" }, { title: "When", wideOnly: true }];

/** What was done, by whom, and what is different since. */
export function AuditTable({ entries, query }: Props) {
  if (entries.rows.length === 0) {
    const filtered = query.who || query.what || query.since || query.until;
    return (
      <EmptyNote icon={ClockIcon} heading={filtered ? "Nothing of this kind" : "No changes yet"}>
        {filtered
          ? "Choose anybody, everything and any day to see all changes."
          : "When somebody changes the program or a customer's points by hand, it is written down here."}
      </EmptyNote>
    );
  }
  return (
    <>
      <Table caption="Changes, latest first" columns={columns} roomy>
        {entries.rows.map((row) => (
          <Entry key={row.id} row={row} names={entries.names} />
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

function Entry({ row, names }: { row: ActivityRow; names: ActivityPage["names"] }) {
  const formats = useFormats();
  const importId = /^import\.(.+)$/.exec(row.subject)?.[1];
  const bulkId = /^bulk_run\.(.+)$/.exec(row.subject)?.[1];
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
          {row.about && (
            <>
              {" · "}
              <bdi>{row.about}</bdi>
            </>
          )}
          {importId && (
            <>
              {" · "}
              <Link url={`/app/loyalty/imports/${importId}`}>see the file</Link>
            </>
          )}
          {bulkId && (
            <>
              {" · "}
              <Link url={`/app/customers/bulk/${bulkId}`}>see details</Link>
            </>
          )}
        </Text>
        {changesInWords(row.before, row.after, { ...formats, names }).map((change) => (
          <Text key={change.field} as="p" variant="bodySm" tone="subdued" breakWord>
            <ChangeInWords change={change} />
          </Text>
        ))}
      </td>
      <td>
        <bdi>{actorInWords(row.actor, row.staff)}</bdi>
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
