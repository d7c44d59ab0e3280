import { Banner, BlockStack, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import { ActionButton } from "../forms/action-button.tsx";
import { useFormats } from "../hooks/shop.tsx";
import {
  type HistoryImport,
  importInWords,
  isRunning,
  percentDone,
} from "../copy/history-import.ts";

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
  const labelId = useId();
  const formats = useFormats();
  const percent = percentDone(job);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="p" id={labelId}>
          {importInWords(job, formats)}
        </Text>
        {percent !== null && (
          <Text as="span" tone="subdued" numeric>
            {percent}%
          </Text>
        )}
      </InlineStack>
      <ProgressBar progress={percent ?? 0} size="small" ariaLabelledBy={labelId} />
      <Text as="p" tone="subdued" variant="bodySm">
        You can go on working. New orders are taken in meanwhile, and none is counted twice.
      </Text>
      <Announcement percent={percent} />
    </BlockStack>
  );
}

/** Screen readers hear each tenth, not every second. */
function Announcement({ percent }: { percent: number | null }) {
  const tenth = percent === null ? null : Math.floor(percent / 10) * 10;
  return (
    <p className="encore-visually-hidden" role="status" aria-live="polite">
      {tenth === null ? "Importing order history" : `Importing order history: ${tenth} per cent`}
    </p>
  );
}
