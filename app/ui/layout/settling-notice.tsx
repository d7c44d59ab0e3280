import { Banner, BlockStack } from "@shopify/polaris";

import { settlingInWords, workInWords, workName } from "../copy/settling.ts";
import { useFormats, useShop } from "../hooks/shop.tsx";
import { usePolling } from "../hooks/use-polling.tsx";
import { WorkProgress } from "./work-progress.tsx";

const POLL_EVERY_MS = 2_000;

/** Above sums that are not final yet: what still moves them, how far that is, and how long it takes. Nothing when they are final. */
export function SettlingNotice() {
  const { settling, now } = useShop();
  const formats = useFormats();
  const { works, isRecounting } = settling;
  const isSettling = works.length > 0 || isRecounting;
  usePolling(isSettling, POLL_EVERY_MS);
  if (!isSettling) return null;
  return (
    <Banner tone="info" title={settlingInWords(settling, now)}>
      <BlockStack gap="300">
        <p>
          {isRecounting
            ? "Everything is in; the totals are added up once more."
            : "Numbers on this page still change. You can go on working meanwhile."}
        </p>
        {works.map((work) => (
          <WorkProgress key={work.kind} work={work} name={workName(work)}>
            {workInWords(work, formats)}
          </WorkProgress>
        ))}
      </BlockStack>
    </Banner>
  );
}
