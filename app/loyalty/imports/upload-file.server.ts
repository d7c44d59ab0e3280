import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { storable } from "#app/ground/json.ts";
import { wake } from "#app/ground/queues.server.ts";

import type { ImportMode } from "./file-cells.ts";
import { keepParts } from "./file-parts.server.ts";
import { type FileProblem, problemOf } from "./points-file.ts";

export type Uploaded =
  { outcome: "uploaded"; id: string } | { outcome: "refused"; problem: FileProblem };

export type PointsFile = { name: string; text: string; mode?: ImportMode };

const MOST_NAME = 120;
/** Its heading is in it, whatever that is. */
const BEGINNING = 64 * 1024;

/**
 * Takes a file of points, for a worker to check. Answers with the id of the import that it becomes, or, where its beginning shows that
 * already, why it cannot be read.
 */
export async function uploadFile(
  shopId: string,
  { name, text, mode = "add" }: PointsFile,
  actor: string,
  at: Date,
): Promise<Uploaded> {
  const problem = problemOf(text.slice(0, BEGINNING), text.length <= BEGINNING, mode);
  if (problem !== null) return { outcome: "refused", problem };

  const id = newId();
  await inShop(shopId, async (tx) => {
    await keepParts(tx, id, text);
    const fileName = storable(name).slice(0, MOST_NAME);
    const rows = text.split("\n").length;
    const nothingYet = { rows, problems: 0, points: 0n, workingSince: at };
    await tx.pointsImport.create({
      data: { shopId, id, fileName, state: "checking", mode, actor, createdAt: at, ...nothingYet },
    });
  });
  await wake("import-points", { shopId });
  return { outcome: "uploaded", id };
}
