import { now } from "#app/ground/clock.server.ts";
import type { ImportMode } from "#app/loyalty/imports/file-cells.ts";
import {
  fileProblemInWords,
  type ImportWarning,
  rowProblemInWords,
  warningsOf,
} from "#app/loyalty/imports/import-copy.ts";
import { findImport } from "#app/loyalty/imports/imports-list.server.ts";
import { applyImport } from "#app/loyalty/imports/imports.server.ts";
import { type FileProblem, MOST_ROWS } from "#app/loyalty/imports/points-file.ts";
import { uploadFile } from "#app/loyalty/imports/upload-file.server.ts";
import { workOnImports } from "#app/loyalty/imports/work-on-imports.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { actorInWords } from "#app/ui/copy/audit.ts";
import { formatsFor } from "#app/ui/format/formats.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import { makeCustomer } from "#tests/stand-in/acts/make-documents.ts";
import { customerPayload } from "#tests/stand-in/payloads/customer-payload.ts";
import { exactJson } from "#tests/stand-in/payloads/exact-json.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import type { Connected } from "#tests/support/connected-shop.ts";

import { setUpShop } from "../set-up-shop.ts";
import { settle } from "../settle.ts";
import { readRows } from "#tests/support/loyalty/points-rows.ts";
import { type Named, namedPeople } from "./people.ts";

const ACTOR = "staff.1";

export type PointsFile = { name: string; text: string; mode: ImportMode };

/** What the trial of a file says, as the page shows it. Points and money (minor units) are decimal text. */
export type Trial = {
  mode: ImportMode;
  rows: number;
  people: number;
  points: string;
  worthMinor: string;
  leftOut: number;
  problems: { row: number; code: string; says: string; cells: string[] | null }[];
  warnings: ImportWarning[];
  repeatedPeople: { who: string | null; rows: number[] }[];
  appliedBefore: { at: string | null; by: string; file: string } | null;
};

export type Ending = ({ refused: null } & Trial) | { refused: string; says: string };

/**
 * Tries a file of points in a shop of its own, which knows everybody whom the file names: Shopify told of them. Doubled, it is
 * imported first, and then tried again.
 */
export async function tryFile(
  connected: Connected,
  file: PointsFile,
  twice: boolean,
): Promise<Ending & { ledgerAddsUp: boolean }> {
  const { shop, atShopify } = await connected.open({ timezone: "Etc/UTC" });
  await settle();
  await setUpShop(shop, null, new Map());
  const { heading, rows } = await readRows(file.text, file.mode);
  await tellOf(connected, atShopify, namedPeople(heading, rows));
  await settle();

  if (twice) await importFile(shop, file);
  const ending = await trialOf(shop, file);
  return { ...ending, ledgerAddsUp: (await verifyLedger(shop.id)).length === 0 };
}

async function tellOf(
  { standIn: { context } }: Connected,
  atShopify: ShopDoc,
  people: readonly Named[],
): Promise<void> {
  const { store, webhooks } = context;
  for (const { shopifyId, email, phone } of people) {
    const made = makeCustomer(store.ids, { email, phone }, now());
    const customer = shopifyId === null ? made : { ...made, id: String(shopifyId) };
    store.customers.put(atShopify.id, customer);
    const body = exactJson(customerPayload(atShopify, customer));
    const { tries } = await webhooks.sendNow(atShopify, { topic: "customers/create", body });
    if (tries[0]?.status !== 200) throw new Error(`A webhook was answered ${tries[0]?.status}`);
  }
}

async function importFile({ id: shopId }: Shop, file: PointsFile): Promise<void> {
  const checked = await checkFile(shopId, file);
  if ("refused" in checked) return;
  await applyImport(shopId, checked.id, ACTOR, now());
  await workOnImports(shopId, now);
  await settle();
}

/** Uploads a file, and has it checked. */
async function checkFile(
  shopId: string,
  file: PointsFile,
): Promise<{ id: string } | { refused: FileProblem }> {
  const uploaded = await uploadFile(shopId, file, ACTOR, now());
  if (uploaded.outcome === "refused") return { refused: uploaded.problem };
  await workOnImports(shopId, now);
  const found = await findImport(shopId, uploaded.id, { problems: true, after: 0, limit: 1 });
  const problem = found?.file.fileProblem;
  return problem ? { refused: problem as FileProblem } : { id: uploaded.id };
}

async function trialOf(shop: Shop, file: PointsFile): Promise<Ending> {
  const checked = await checkFile(shop.id, file);
  if ("refused" in checked)
    return { refused: checked.refused, says: fileProblemInWords(checked.refused) };
  const problems = { problems: true, after: 0, limit: MOST_ROWS };
  const found = await findImport(shop.id, checked.id, problems);
  if (!found?.trial) throw new Error("The import that was tried is not there");
  const { file: listed, trial, rows } = found;
  const { currency, timezone } = shop;
  const formats = formatsFor({ currency, timezone, now: now().toISOString() });
  const { appliedBefore } = trial;
  return {
    refused: null,
    mode: file.mode,
    rows: listed.rows,
    people: trial.people,
    points: String(listed.points),
    worthMinor: String(trial.worthMinor),
    leftOut: listed.problems,
    problems: rows.map(({ line, problem, cells }) => ({
      row: line,
      code: problem ?? "",
      says: rowProblemInWords(problem ?? ""),
      cells,
    })),
    warnings: warningsOf(trial, file.mode, { ...formats, actor: actorInWords }),
    repeatedPeople: trial.repeated.first.map(({ email, name, rows }) => ({
      who: email ?? name,
      rows,
    })),
    appliedBefore: appliedBefore && {
      at: appliedBefore.at,
      by: actorInWords(appliedBefore.actor),
      file: appliedBefore.fileName,
    },
  };
}
