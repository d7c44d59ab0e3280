import { afterAll, inject } from "vitest";

import { copyDatabase } from "./copy-database.ts";
import { setTestEnvironment } from "./env.ts";

// A setup file: runs before each integration test file and gives it a database that nobody else touches. The files of one worker follow
// each other in one process, for it takes longer to load the app than to run most of them: the database keeps its name and begins anew,
// and what connections the app has kept to it are cut, so that it opens others.
setTestEnvironment(
  await copyDatabase(inject("postgresUrl"), "encore_template", `test_${process.pid}`),
);

afterAll(async () => {
  const { closeQueues } = await import("#app/ground/queues.server.ts");
  await closeQueues();
});
