import { BlockStack, Box, Card, Link, Text } from "@shopify/polaris";

import { useFormats } from "./shop.tsx";
import { segmentWords } from "./words/segments.ts";

export type SegmentRow = {
  segment: string;
  customers: number;
  revenueMinor: number;
  entered30Days: number;
  left30Days: number;
};

/** The named segments: who is in them, what they are worth, and how many came and went. */
export function SegmentsTable({ segments }: { segments: SegmentRow[] }) {
  const { number, money } = useFormats();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Groups that behave alike
        </Text>
        <div className="encore-table-scroll">
          <table className="encore-table">
            <caption className="encore-visually-hidden">
              Named segments with their customers and revenue
            </caption>
            <thead>
              <tr>
                <th scope="col">Segment</th>
                <th scope="col" className="encore-table__number">
                  Customers
                </th>
                <th scope="col" className="encore-table__number">
                  Spent
                </th>
                <th scope="col" className="encore-table__number encore-wide-only">
                  Joined, 30 days
                </th>
                <th scope="col" className="encore-table__number encore-wide-only">
                  Left, 30 days
                </th>
              </tr>
            </thead>
            <tbody>
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
                  <td className="encore-table__number encore-wide-only">
                    {number(row.entered30Days)}
                  </td>
                  <td className="encore-table__number encore-wide-only">
                    {number(row.left30Days)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </Card>
  );
}
