import { BlockStack, Button, InlineError, InlineStack, Text } from "@shopify/polaris";

import { useShop } from "#app/ui/hooks/shop.tsx";
import { useDownload } from "#app/ui/hooks/use-download.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

const files = [
  { path: "balances", label: "Download balances", name: "points-balances" },
  { path: "ledger", label: "Download ledger entries", name: "points-ledger" },
];

/** The shop's points as files for a spreadsheet or another system. */
export function ExportPoints() {
  return (
    <TitledCard title="Export points">
      <Text as="p" tone="subdued">
        CSV files that every spreadsheet opens. They hold names and email addresses of your
        customers: keep them safe.
      </Text>
      <InlineStack gap="200">
        {files.map((file) => (
          <Download key={file.path} {...file} />
        ))}
      </InlineStack>
    </TitledCard>
  );
}

function Download({ path, label, name }: (typeof files)[number]) {
  const { now } = useShop();
  const { download, state } = useDownload();
  return (
    <BlockStack gap="100">
      <Button
        loading={state === "loading"}
        onClick={() => download(`/app/loyalty/exports/${path}`, `${name}-${now.slice(0, 10)}.csv`)}
      >
        {label}
      </Button>
      {state === "failed" && (
        <InlineError message="It could not be downloaded. Try again." fieldID={path} />
      )}
    </BlockStack>
  );
}
