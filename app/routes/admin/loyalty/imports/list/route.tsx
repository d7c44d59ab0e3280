import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { formOf, wanted } from "#app/http/request-body.server.ts";
import { listImports } from "#app/loyalty/imports/imports-list.server.ts";
import { decodeFile } from "#app/loyalty/imports/points-file.ts";
import { uploadFile } from "#app/loyalty/imports/upload-file.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";

import type { UploadProblem } from "../copy.ts";
import { ExportPoints } from "./export-points.tsx";
import { ImportsTable } from "./imports-table.tsx";
import { UploadPoints } from "./upload-points.tsx";

const Mode = z.enum(["add", "set"]).catch("add");
const MOST_BYTES = 10 * 1024 * 1024;

export const meta = () => [{ title: "Import and export · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return { imports: await listImports(shop.id) };
}

/** POST: takes a file to be checked. Nothing is given; what would be is shown on the page of the file. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  // Looked at before the body is read: a file that is too large is not taken into memory.
  const length = Number(request.headers.get("content-length") ?? Infinity);
  if (length > MOST_BYTES) return refused("too_large");
  const form = await formOf(request);
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return refused("no_file");

  const text = decodeFile(new Uint8Array(await file.arrayBuffer()));
  const mode = wanted(form.get("mode"), Mode);
  const uploaded = await uploadFile(shop.id, { name: file.name, text, mode }, actor, now());
  if (uploaded.outcome === "refused") return refused(uploaded.problem);
  return redirect(`/app/loyalty/imports/${uploaded.id}`);
}

function refused(problem: UploadProblem) {
  return json({ problem }, { status: 422 });
}

export default function Imports() {
  const { imports } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage title="Import and export">
      <UploadPoints />
      <ImportsTable imports={imports} />
      <ExportPoints />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
