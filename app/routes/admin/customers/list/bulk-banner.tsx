import { Banner, Link } from "@shopify/polaris";

import type { BulkRun } from "#app/bulk/bulk-run.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";

import { kinds, runInWords, states } from "../bulk/copy.ts";

/** What is being done about many customers, or has just been, and how it stands. */
export function BulkBanner({ run }: { run: BulkRun }) {
  const formats = useFormats();
  const { name, tone = "info" } = states[run.state];
  return (
    <Banner
      title={`${kinds[run.work.kind]}: ${name.toLowerCase()}`}
      tone={run.problems > 0 && tone === "success" ? "warning" : tone}
    >
      <p>
        {runInWords(run, formats)} <Link url={`/app/customers/bulk/${run.id}`}>See details</Link>
      </p>
    </Banner>
  );
}
