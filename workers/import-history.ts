import { importHistory } from "#app/ingest/backfill/import-history.server.ts";
import type { JobPayload } from "#app/jobs.ts";

/** Takes a shop's import on from wherever it is. */
export function runImportHistory({ shopId }: JobPayload<"import-history">): Promise<void> {
  return importHistory(shopId);
}
