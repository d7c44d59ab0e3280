import { InlineStack, Text } from "@shopify/polaris";

import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

const files = [
  { path: "balances", label: "Download balances", name: "points-balances" },
  { path: "ledger", label: "Download ledger entries", name: "points-ledger" },
];

/** The shop's points as files for a spreadsheet or another system. */
export function ExportPoints() {
  const { now } = useShop();
  return (
    <TitledCard title="Export points">
      <Text as="p" tone="subdued">
        CSV files that every spreadsheet opens. They hold names and email addresses of your
        customers: keep them safe.
      </Text>
      <InlineStack gap="200">
        {files.map(({ path, label, name }) => (
          <DownloadButton
            key={path}
            label={label}
            address={`/app/loyalty/exports/${path}`}
            fileName={`${name}-${now.slice(0, 10)}.csv`}
          />
        ))}
      </InlineStack>
    </TitledCard>
  );
}
