import { Banner, BlockStack, InlineStack, Text } from "@shopify/polaris";

import { ActionButton } from "../forms/action-button.tsx";
import { useFormats } from "../hooks/shop.tsx";
import { type HistoryImport, importInWords, isRunning } from "../copy/history-import.ts";
import { WorkProgress } from "./work-progress.tsx";

/** How the import of the shop's history stands: its progress, its end, or what went wrong and how to go on. */
export function HistoryImportStatus({ job }: { job: HistoryImport | null }) {
  const formats = useFormats();
  if (!job) {
    return (
      <BlockStack gap="300">
        <Text as="p">Encore has not read your past orders yet.</Text>
        <StartImport label="Import order history" />
      </BlockStack>
    );
  }
  if (isRunning(job)) return <Progress job={job} />;
  if (job.state === "done") return <Text as="p">{importInWords(job, formats)}</Text>;
  return (
    <Banner tone="warning" title="The import did not finish">
      <BlockStack gap="300">
        <p>{importInWords(job, formats)}</p>
        {job.lastError && <p>What went wrong: {job.lastError}</p>}
        <StartImport label="Go on importing" />
      </BlockStack>
    </Banner>
  );
}

/** The button that asks for an import, or for another one. */
export function StartImport({ label }: { label: string }) {
  return (
    <InlineStack>
      <ActionButton action="/app/history-import">{label}</ActionButton>
    </InlineStack>
  );
}

function Progress({ job }: { job: HistoryImport }) {
  const formats = useFormats();
  const work = { done: job.ordersDone, total: job.ordersTotal, since: job.importingAt };
  return (
    <BlockStack gap="200">
      <WorkProgress work={work} name="Importing order history">
        {importInWords(job, formats)}
      </WorkProgress>
      <Text as="p" tone="subdued" variant="bodySm">
        Points and tiers follow at the end. You can go on working. New orders are taken in
        meanwhile, and none is counted twice.
      </Text>
    </BlockStack>
  );
}
