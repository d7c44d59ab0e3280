import { useNavigation, useSearchParams } from "@remix-run/react";
import { BlockStack, Box, IndexTable, InlineStack, Text, useBreakpoints } from "@shopify/polaris";

import type { CustomersPage } from "#app/customers/list/customers.server.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { Day } from "#app/ui/layout/when.tsx";

import { StageBadge } from "../stage-badge.tsx";
import { matchInWords } from "./copy.ts";

type Row = CustomersPage["rows"][number];
type Props = { page: Omit<CustomersPage, "total"> };

/** A page of people; on a narrow screen each is a small card. */
export function CustomersTable({ page }: Props) {
  const { smDown: condensed } = useBreakpoints();
  const goTo = useGoToPage();
  const loading = useNavigation().state === "loading";

  return (
    <IndexTable
      condensed={condensed}
      selectable={false}
      loading={loading}
      resourceName={{ singular: "customer", plural: "customers" }}
      itemCount={page.rows.length}
      headings={[
        { title: "Customer" },
        { title: "Stage" },
        { title: "Segment" },
        { title: "Last order" },
        { title: "Orders", alignment: "end" },
        { title: "Spent", alignment: "end" },
        { title: "Points", alignment: "end" },
      ]}
      pagination={{
        label: <span className="encore-visually-hidden">Pages of customers</span>,
        hasPrevious: page.previous !== null,
        hasNext: page.next !== null,
        onPrevious: () => goTo("before", page.previous),
        onNext: () => goTo("after", page.next),
      }}
    >
      {page.rows.map((row, position) => (
        <IndexTable.Row key={row.id} id={row.id} position={position}>
          {condensed ? <CondensedCells row={row} /> : <Cells row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Cells({ row }: { row: Row }) {
  const { number, money } = useFormats();
  return (
    <>
      <IndexTable.Cell>
        <Who row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StageBadge stage={row.stage} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.segment && segmentWords(row.segment).name}</IndexTable.Cell>
      <IndexTable.Cell>
        {row.lastOrderAt ? <Day at={row.lastOrderAt} /> : "No order yet"}
      </IndexTable.Cell>
      <NumberCell>{number(row.ordersCount)}</NumberCell>
      <NumberCell>{money(row.spentMinor)}</NumberCell>
      <NumberCell>{number(row.points)}</NumberCell>
    </>
  );
}

function CondensedCells({ row }: { row: Row }) {
  const formats = useFormats();
  const { number, money } = formats;
  const orders = `${number(row.ordersCount)} ${row.ordersCount === 1 ? "order" : "orders"}`;
  return (
    <div className="encore-condensed-cell">
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="start" gap="200" wrap={false}>
          <Who row={row} />
          <StageBadge stage={row.stage} />
        </InlineStack>
        <Text as="p" tone="subdued" variant="bodySm">
          {[orders, money(row.spentMinor), pointsInWords(row.points, formats)].join(" · ")}
        </Text>
        <Text as="p" tone="subdued" variant="bodySm">
          {row.segment && `${segmentWords(row.segment).name} · `}
          {row.lastOrderAt ? (
            <>
              last order <Day at={row.lastOrderAt} />
            </>
          ) : (
            "no order yet"
          )}
        </Text>
      </BlockStack>
    </div>
  );
}

function Who({ row }: { row: Row }) {
  return (
    <Box minWidth="0">
      <BlockStack>
        <Text as="span" fontWeight="semibold">
          <PersonLink id={row.id} name={row.name} email={row.email} />
        </Text>
        {row.matched && (
          <Text as="span" tone="subdued" variant="bodySm">
            {matchInWords(row.matched)}
          </Text>
        )}
        {row.name && row.email && (
          <Text as="span" tone="subdued" variant="bodySm">
            <bdi className="encore-name" title={row.email}>
              {row.email}
            </bdi>
          </Text>
        )}
      </BlockStack>
    </Box>
  );
}

function NumberCell({ children }: { children: string }) {
  return (
    <IndexTable.Cell>
      <Text as="span" numeric alignment="end">
        {children}
      </Text>
    </IndexTable.Cell>
  );
}

function useGoToPage() {
  const [, setSearchParams] = useSearchParams();
  return (side: "after" | "before", cursor: string | null) =>
    setSearchParams((current) => {
      const next = new URLSearchParams(current);
      next.delete("after");
      next.delete("before");
      if (cursor) next.set(side, cursor);
      return next;
    });
}
