import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { findImport } from "#app/loyalty/imports/imports-list.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";

import { importStateWords, workOn } from "../copy.ts";
import { ImportRows } from "./import-rows.tsx";
import { ImportSteps } from "./import-steps.tsx";
import { ImportWarnings } from "./import-warnings.tsx";

const PAGE_SIZE = 50;
const POLL_EVERY_MS = 1_000;

const Query = z.object({
  rows: z.enum(["problems"]).optional().catch(undefined),
  after: z.coerce.number().int().min(0).max(1_000_000).catch(0),
});

export const meta = () => [{ title: "Points import · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const problems = query.rows === "problems";
  const page = { problems, after: query.after, limit: PAGE_SIZE };
  const found = orNotFound(await findImport(shop.id, idOfAddress(params), page));
  return { ...found, query };
}

export default function Import() {
  const { file, trial, rows, next, query } = useLoaderData<typeof loader>();
  const { name, status } = importStateWords(file.state);
  usePolling(workOn(file.state) !== null, POLL_EVERY_MS);
  return (
    <LoyaltyPage
      title={file.fileName}
      titleMetadata={<StatusBadge status={status}>{name}</StatusBadge>}
      backAction={{ content: "Import and export", url: "/app/loyalty/imports" }}
    >
      {trial && <ImportWarnings file={file} trial={trial} />}
      <ImportSteps file={file} trial={trial} />
      {file.rows > 0 && file.state !== "checking" && (
        <ImportRows file={file} rows={rows} next={next} query={query} />
      )}
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
