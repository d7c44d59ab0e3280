import { useNavigation, useSearchParams } from "@remix-run/react";
import {
  BlockStack,
  Box,
  IndexTable,
  InlineStack,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from "@shopify/polaris";
import type { ReactNode } from "react";

import type { CustomersPage } from "#app/customers/list/customers.server.ts";
import { pointsInWords } from "#app/ui/copy/rewards.ts";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink, personName } from "#app/ui/layout/person.tsx";
import { Day } from "#app/ui/layout/when.tsx";

import { StageBadge } from "../stage-badge.tsx";
import { columns } from "./columns.tsx";
import { matchInWords } from "./copy.ts";
import { type ColumnName, type CustomersQuery, isNarrowed } from "./customers-query.schema.ts";
import { useBulkActions } from "./use-bulk-actions.tsx";

type Row = CustomersPage["rows"][number];
type Props = { page: CustomersPage; query: CustomersQuery };

/**
 * A page of people; on a narrow screen each is one cell that says the most of them. Those who are ticked, or all who were found, can be
 * done something about: Polaris has no boxes to tick in its condensed list, so it stays a table there.
 */
export function CustomersTable({ page, query }: Props) {
  const { smDown: isNarrow } = useBreakpoints();
  const shown = isNarrow ? [] : query.columns;
  const goTo = useGoToPage();
  const loading = useNavigation().state === "loading";
  const { number } = useFormats();
  const selection = useIndexResourceState(page.rows as { id: string; [key: string]: unknown }[]);
  const { selectedResources, allResourcesSelected } = selection;
  const people = allResourcesSelected ? query : { ids: selectedResources };
  const bulk = useBulkActions(people, query);
  const all = `${page.total.exact ? "all" : "about"} ${number(page.total.count)} customers`;
  const whom = isNarrowed(query) ? "that were found" : "of your shop";

  return (
    <IndexTable
      selectedItemsCount={allResourcesSelected ? "All" : selectedResources.length}
      onSelectionChange={selection.handleSelectionChange}
      hasMoreItems={page.next !== null || page.previous !== null}
      paginatedSelectAllActionText={`Select ${all} ${whom}`}
      paginatedSelectAllText={`${all.replace(/^a/, "A")} ${whom} are selected`}
      promotedBulkActions={bulk.promoted}
      bulkActions={bulk.others}
      loading={loading}
      resourceName={{ singular: "customer", plural: "customers" }}
      itemCount={page.rows.length}
      headings={[
        { title: "Customer" },
        ...shown.map((name) => ({
          title: columns[name].title,
          ...(columns[name].number && { alignment: "end" as const }),
        })),
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
        <IndexTable.Row
          key={row.id}
          id={row.id}
          position={position}
          selected={selectedResources.includes(row.id)}
          accessibilityLabel={`Select ${personName(row)}`}
        >
          {isNarrow ? <OneCell row={row} /> : <Cells row={row} shown={shown} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function Cells({ row, shown }: { row: Row; shown: ColumnName[] }) {
  const formats = useFormats();
  return (
    <>
      <IndexTable.Cell>
        <Who row={row} />
      </IndexTable.Cell>
      {shown.map((name) => {
        const { number, cell } = columns[name];
        const Shown = number ? NumberCell : IndexTable.Cell;
        return <Shown key={name}>{cell(row, formats)}</Shown>;
      })}
    </>
  );
}

function OneCell({ row }: { row: Row }) {
  const formats = useFormats();
  const { number, money } = formats;
  const orders = `${number(row.ordersCount)} ${row.ordersCount === 1 ? "order" : "orders"}`;
  return (
    <IndexTable.Cell className="encore-one-cell">
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
    </IndexTable.Cell>
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

function NumberCell({ children }: { children?: ReactNode }) {
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
