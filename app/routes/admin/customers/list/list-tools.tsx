import { InlineStack, useBreakpoints } from "@shopify/polaris";

import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { ColumnsMenu } from "./columns-menu.tsx";
import { columnNames, type CustomersQuery } from "./customers-query.schema.ts";
import { useChangeOfAddress } from "./customers-filters.tsx";
import { exportAddress, exportName } from "./use-bulk-actions.tsx";

type Props = { query: CustomersQuery; isCompared: boolean };

/** Which columns the list has, where a screen is wide enough for some, and the list as a file. */
export function ListTools({ query, isCompared }: Props) {
  const change = useChangeOfAddress();
  const { now } = useShop();
  const { smDown } = useBreakpoints();
  return (
    <InlineStack gap="200">
      {!smDown && (
        <ColumnsMenu
          names={columnNames.filter((name) => isCompared || name !== "segment")}
          selected={query.columns}
          onChange={(columns) => change({ columns: columns.join(",") || "none" }, true)}
        />
      )}
      <DownloadButton
        label="Export"
        address={exportAddress(query, query)}
        fileName={exportName(now)}
      />
    </InlineStack>
  );
}
