import { Box, Link, Text } from "@shopify/polaris";

import type { NamedSegment } from "#app/segments/segments-overview.server.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const columns = [
  { title: "Segment" },
  { title: "Customers", number: true },
  { title: "Spent", number: true },
  { title: "Joined, 30 days", number: true, wideOnly: true },
  { title: "Left, 30 days", number: true, wideOnly: true },
];

/** The named segments: who is in them, what they are worth, and how many came and went. */
export function SegmentsTable({ segments }: { segments: NamedSegment[] }) {
  const { number, money } = useFormats();
  return (
    <TitledCard title="Groups that behave alike">
      <Table caption="Named segments with their customers and revenue" columns={columns}>
        {segments.map((row) => (
          <tr key={row.segment}>
            <td>
              <Box minWidth="9rem">
                <Text as="p" fontWeight="semibold">
                  <Link url={`/app/customers?segment=${row.segment}`} removeUnderline>
                    {segmentWords(row.segment).name}
                  </Link>
                </Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  {segmentWords(row.segment).who} {segmentWords(row.segment).idea}
                </Text>
              </Box>
            </td>
            <td className="encore-table__number">{number(row.customers)}</td>
            <td className="encore-table__number">{money(row.revenueMinor)}</td>
            <td className="encore-table__number encore-wide-only">{number(row.entered30Days)}</td>
            <td className="encore-table__number encore-wide-only">{number(row.left30Days)}</td>
          </tr>
        ))}
      </Table>
    </TitledCard>
  );
}
