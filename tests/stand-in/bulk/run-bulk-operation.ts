import { once } from "node:events";
import { createWriteStream, statSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { DocumentNode } from "graphql";

import type { GraphqlContext } from "../graphql/context.ts";
import { run } from "../graphql/execute.ts";
import { prepare } from "../graphql/schema.ts";
import type { StandInContext } from "../handler.ts";
import type { BulkOperationDoc } from "../store/documents.ts";
import { finishBulkOperation } from "./finish-bulk-operation.ts";
import { pagedDocument } from "./paged-document.ts";
import { toLines } from "./to-lines.ts";

const PAGE = 100;
/** How long Shopify takes for a page, before the time scale. */
const PAUSE_MS = 15;

type Progress = Pick<BulkOperationDoc, "objectCount" | "rootObjectCount">;

/** Runs an operation page by page into a file, with its progress to be seen, and tells when it is over. Never throws. */
export async function runBulkOperation(context: GraphqlContext, id: string): Promise<void> {
  const { store, shop } = context;
  const load = () => store.bulkOperations.find(shop.id, id);
  const file = join(context.dataDir, `bulk-${id}.jsonl`);
  try {
    await wait(PAUSE_MS * context.timeScale);
    const operation = load();
    const { document } = prepare(operation?.query ?? "");
    if (!operation || operation.status !== "created" || !document) return;
    store.bulkOperations.put(shop.id, { ...operation, status: "running" });

    const stream = createWriteStream(file);
    const complete = await writePages(context, document, stream, (progress) => {
      const now = load();
      if (now?.status !== "running") return false;
      store.bulkOperations.put(shop.id, { ...now, ...progress });
      return true;
    });
    stream.end();
    await finished(stream);
    const last = load();
    if (!complete || !last) return;
    finishBulkOperation(context, shop, {
      ...last,
      status: "completed",
      file,
      fileSize: statSync(file).size,
    });
  } catch (error) {
    const errorCode = /Access denied/.test(String(error))
      ? "ACCESS_DENIED"
      : "INTERNAL_SERVER_ERROR";
    process.stderr.write(`Bulk operation ${id}: ${String(error)}\n`);
    fail(context, id, errorCode);
  }
}

/** Writes every page; false when `report` said to stop. */
async function writePages(
  context: GraphqlContext,
  document: DocumentNode,
  stream: WriteStream,
  report: (progress: Progress) => boolean,
): Promise<boolean> {
  const paged = pagedDocument(document);
  const progress: Progress = { objectCount: 0, rootObjectCount: 0 };
  let after: string | null = null;
  for (;;) {
    const result = await run(paged.document, context, { bulkFirst: PAGE, bulkAfter: after });
    if (result.errors?.[0]) throw result.errors[0];
    const { nodes, pageInfo } = paged.read(result.data ?? {});
    const lines = nodes.flatMap((node) => toLines(node, paged.nodeSelection));
    progress.rootObjectCount += nodes.length;
    progress.objectCount += lines.length;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    if (!stream.write(text)) await once(stream, "drain");
    if (!report(progress)) return false;
    if (!pageInfo.hasNextPage) return true;
    after = pageInfo.endCursor;
    await wait(PAUSE_MS * context.timeScale);
  }
}

function fail(context: GraphqlContext, id: string, errorCode: string): void {
  try {
    const operation = context.store.bulkOperations.find(context.shop.id, id);
    if (operation)
      finishBulkOperation(context, context.shop, { ...operation, status: "failed", errorCode });
  } catch (error) {
    // The store may already be closed while the last page was on its way.
    process.stderr.write(`Bulk operation ${id} could not be ended: ${String(error)}\n`);
  }
}

/** Starts again what was running when the stand-in was stopped. */
export function resumeBulkOperations(context: StandInContext): void {
  for (const shop of context.store.listShops()) {
    const open = [{ sql: "status IN ('created', 'running')", params: [] }];
    for (const operation of context.store.bulkOperations.list(shop.id, open)) {
      const again: BulkOperationDoc = {
        ...operation,
        status: "created",
        objectCount: 0,
        rootObjectCount: 0,
      };
      context.store.bulkOperations.put(shop.id, again);
      context.startBulkOperation(shop, shop.grantedScopes ?? [], operation.id);
    }
  }
}
