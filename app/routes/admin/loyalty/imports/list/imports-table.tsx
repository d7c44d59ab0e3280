import { Link, Text } from "@shopify/polaris";

import type { ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { importStateWords } from "../copy.ts";

const columns = [
  { title: "File" },
  { title: "State" },
  { title: "Rows", number: true, wideOnly: true },
  { title: "Points", number: true },
];

/** The files of points so far. */
export function ImportsTable({ imports }: { imports: ListedImport[] }) {
  return (
    <TitledCard title="Imports">
      {imports.length === 0 ? (
        <Text as="p">None yet. Each import can be reversed as a whole.</Text>
      ) : (
        <Table caption="Points imports, latest first" columns={columns}>
          {imports.map((file) => (
            <Row key={file.id} file={file} />
          ))}
        </Table>
      )}
    </TitledCard>
  );
}

function Row({ file }: { file: ListedImport }) {
  const { number, signed } = useFormats();
  const { name, status } = importStateWords(file.state);
  const isKnown = !["checking", "unreadable"].includes(file.state);
  return (
    <tr>
      <td>
        <Text as="p" breakWord>
          <Link url={`/app/loyalty/imports/${file.id}`}>{file.fileName}</Link>
        </Text>
        <Text as="p" variant="bodySm" tone="subdued">
          <When at={file.createdAt} /> · {actorInWords(file.actor)}
        </Text>
      </td>
      <td>
        <StatusBadge status={status}>{name}</StatusBadge>
      </td>
      <td className="encore-table__number encore-wide-only">
        {isKnown && number(file.rows - file.problems)}
        {file.problems > 0 && ` of ${number(file.rows)}`}
      </td>
      <td className="encore-table__number">{isKnown && signed(file.points)}</td>
    </tr>
  );
}
