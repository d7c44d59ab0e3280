import type pg from "pg";

import { type Sql, statement } from "./sql-values.server.ts";

/** Prisma's two ways to run a statement that is written in SQL, by something else than Prisma. */
export function rawSql(run: (query: pg.QueryConfig) => Promise<pg.QueryResult>) {
  return {
    $queryRaw: async (sql: Sql, ...values: unknown[]): Promise<unknown> =>
      (await run(statement(sql, values))).rows,
    $executeRaw: async (sql: Sql, ...values: unknown[]): Promise<number> =>
      (await run(statement(sql, values))).rowCount ?? 0,
  };
}
