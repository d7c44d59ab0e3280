import { InlineStack, useBreakpoints } from "@shopify/polaris";

import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { BulkMenu } from "./bulk-menu.tsx";
import { ColumnsMenu } from "./columns-menu.tsx";
import { columnNames, type CustomersQuery } from "./customers-query.schema.ts";
import { useChangeOfAddress } from "./customers-filters.tsx";
import { exportAddress, exportName } from "./use-bulk-actions.tsx";

type Props = {
  query: CustomersQuery;
  total: { count: number; exact: boolean };
  isCompared: boolean;
};

/** Which columns the list has, and the list as a file; on a phone, where it has no columns, what can be done about all in it. */
export function ListTools({ query, total, isCompared }: Props) {
  const change = useChangeOfAddress();
  const { now } = useShop();
  const { smDown } = useBreakpoints();
  if (smDown) return <BulkMenu query={query} total={total} />;
  return (
    <InlineStack gap="200">
      <ColumnsMenu
        names={columnNames.filter((name) => isCompared || name !== "segment")}
        selected={query.columns}
        onChange={(columns) => change({ columns: columns.join(",") || "none" }, true)}
      />
      <DownloadButton
        label="Export"
        address={exportAddress(query, query)}
        fileName={exportName(now)}
      />
    </InlineStack>
  );
}
