import { BlockStack, Box, Card, InlineStack, Link, Text } from "@shopify/polaris";

import { rowProblemInWords } from "#app/loyalty/imports/import-copy.ts";
import type { ImportRow, ListedImport } from "#app/loyalty/imports/imports-list.server.ts";
import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { PageLinks } from "#app/ui/tables/page-links.tsx";
import { Table } from "#app/ui/tables/table.tsx";

type Query = { rows?: "problems" | undefined; after: number };
type Props = { file: ListedImport; rows: ImportRow[]; next: number | null; query: Query };

const columnsFor = (mode: ListedImport["mode"]) => [
  { title: "Row", number: true },
  { title: "Who" },
  { title: mode === "set" ? "New balance" : "Points", number: true },
];

/** The rows of a file, or those that cannot be used, each with the reason. */
export function ImportRows({ file, rows, next, query }: Props) {
  const { number } = useFormats();
  const onlyProblems = query.rows === "problems";
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300">
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
          {file.problems > 0 && <FailedRows file={file} />}
        </BlockStack>
      </Box>
      {rows.length === 0 ? (
        <Box padding="400">
          <Text as="p">There are none.</Text>
        </Box>
      ) : (
        <Table caption="Rows of the file" columns={columnsFor(file.mode)} roomy>
          {rows.map((row) => (
            <Row key={row.line} row={row} mode={file.mode} />
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

/** The way on for rows that were left out. */
function FailedRows({ file }: { file: ListedImport }) {
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        Download the rows that cannot be used, mend them, and import that file.
      </Text>
      <DownloadButton
        label="Download failed rows"
        address={`/app/loyalty/imports/${file.id}/failed-rows`}
        fileName={`failed-rows-${file.fileName.replace(/\.\w+$/, "")}.csv`}
      />
    </BlockStack>
  );
}

function Row({ row, mode }: { row: ImportRow; mode: ListedImport["mode"] }) {
  const { signed, number } = useFormats();
  const write = mode === "set" ? number : signed;
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
          {row.cells && (
            <Text as="p" tone="subdued" variant="bodySm" breakWord>
              {`In the file: ${row.cells.filter((cell) => cell !== "").join(" · ")}`}
            </Text>
          )}
          {row.birthday && !row.problem && (
            <Text as="p" tone="subdued" variant="bodySm">
              {`Birthday ${dayInWords(row.birthday)}`}
            </Text>
          )}
          {row.note && !row.cells && (
            <Text as="p" tone="subdued" variant="bodySm" breakWord>
              {row.note}
            </Text>
          )}
        </BlockStack>
      </td>
      <td className="encore-table__number">{row.points === null ? "—" : write(row.points)}</td>
    </tr>
  );
}

/** From 05-31 to 31 May. */
function dayInWords(birthday: string): string {
  return new Date(`2024-${birthday}T00:00:00Z`).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
}

function addressOf({ id }: ListedImport, rows?: "problems", after?: number): string {
  const query = new URLSearchParams({
    ...(rows && { rows }),
    ...(after && { after: String(after) }),
  });
  return `/app/loyalty/imports/${id}${query.size > 0 ? `?${query}` : ""}`;
}
