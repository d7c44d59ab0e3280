import { BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";

import type { ImportRow, ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { rowProblemInWords } from "../copy.ts";

type Query = { rows?: "problems" | undefined; after: number };
type Props = { file: ListedImport; rows: ImportRow[]; next: number | null; query: Query };

const columns = [
  { title: "Row", number: true },
  { title: "Who" },
  { title: "Points", number: true },
];

/** The rows of a file, or those that cannot be used, each with the reason. */
export function ImportRows({ file, rows, next, query }: Props) {
  const { number } = useFormats();
  const onlyProblems = query.rows === "problems";
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {onlyProblems ? "Rows that cannot be used" : "Rows"}
          </Text>
          {onlyProblems ? (
            <Link url={addressOf(file)}>Show all rows</Link>
          ) : (
            file.problems > 0 && (
              <Link url={addressOf(file, "problems")}>
                {`Show only the ${number(file.problems)} that cannot be used`}
              </Link>
            )
          )}
        </InlineStack>
      </Box>
      {rows.length === 0 ? (
        <Box padding="400">
          <Text as="p">There are none.</Text>
        </Box>
      ) : (
        <Table caption="Rows of the file" columns={columns} roomy>
          {rows.map((row) => (
            <Row key={row.line} row={row} />
          ))}
        </Table>
      )}
      <PageLinks
        links={[
          query.after > 0 && { name: "First rows", url: addressOf(file, query.rows) },
          next !== null && { name: "Next rows", url: addressOf(file, query.rows, next) },
        ]}
      />
    </Card>
  );
}

function Row({ row }: { row: ImportRow }) {
  const { signed, number } = useFormats();
  return (
    <tr>
      <td className="encore-table__number">{number(row.line)}</td>
      <td>
        <BlockStack gap="050">
          {row.customer && (
            <Text as="p">
              <PersonLink id={row.customer.id} name={row.customer.name} />
            </Text>
          )}
          {row.problem && (
            <Text as="p" tone="critical" variant="bodySm">
              {rowProblemInWords(row.problem)}
            </Text>
          )}
          {row.note && (
            <Text as="p" tone="subdued" variant="bodySm" breakWord>
              {row.note}
            </Text>
          )}
        </BlockStack>
      </td>
      <td className="encore-table__number">{row.points === null ? "—" : signed(row.points)}</td>
    </tr>
  );
}

function addressOf({ id }: ListedImport, rows?: "problems", after?: number): string {
  const query = new URLSearchParams({
    ...(rows && { rows }),
    ...(after && { after: String(after) }),
  });
  return `/app/loyalty/imports/${id}${query.size > 0 ? `?${query}` : ""}`;
}
