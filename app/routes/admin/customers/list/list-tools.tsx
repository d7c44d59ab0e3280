import { InlineStack } from "@shopify/polaris";

import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { ColumnsMenu } from "./columns-menu.tsx";
import type { CustomersQuery } from "./customers-query.schema.ts";
import { useChangeOfAddress } from "./customers-filters.tsx";
import { exportAddress, exportName } from "./use-bulk-actions.tsx";

/** Which columns the list has, and the list as a file. */
export function ListTools({ query }: { query: CustomersQuery }) {
  const change = useChangeOfAddress();
  const { now } = useShop();
  return (
    <InlineStack gap="200">
      <ColumnsMenu
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
