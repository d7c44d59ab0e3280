import { fork } from "node:child_process";
import { join } from "node:path";

import type { LoadOrder, LoadResult } from "./load.ts";

/** Runs the load in a process of its own. Rejects when one of its connections was closed. */
export async function runLoad(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, "load.ts"), { execArgv: ["--import", "tsx"] });
  const result = new Promise<LoadResult>((done, fail) => {
    child.once("message", (message) => done(message as LoadResult));
    child.once("error", fail);
    child.once("exit", () =>
      fail(new Error("a connection that deliveries are sent on was closed")),
    );
  });
  child.send(order);
  try {
    return await result;
  } finally {
    child.kill();
  }
}
