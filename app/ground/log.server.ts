import { pino } from "pino";

import { env } from "./env.server.ts";
import { errorForLog } from "./error-for-log.ts";

/** The log of this process. Rows are named by id: no email, name, address or token is ever written to it. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { process: process.env["ENCORE_PROCESS"] ?? "app" },
  serializers: { err: errorForLog },
  redact: {
    paths: ["email", "*.email", "phone", "*.phone", "accessToken", "*.accessToken", "body"],
    remove: true,
  },
});
