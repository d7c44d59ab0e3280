import pg from "pg";

import { Prisma } from "#prisma/generated/client/client.ts";

import { planName } from "./kept-plans.server.ts";

const { builtins, getTypeParser } = pg.types;
const TEXT_ARRAY = 1009;
const INT8_ARRAY = 1016;
const NUMERIC_ARRAY = 1231;

/** PostgreSQL's values as Prisma gives them: whole numbers of 64 bits as bigint, times without a zone as UTC. */
const ours = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.NUMERIC, (text) => new Prisma.Decimal(text)],
  [builtins.DATE, (text) => new Date(`${text}T00:00:00Z`)],
  [builtins.TIMESTAMP, (text) => new Date(`${text.replace(" ", "T")}Z`)],
  [INT8_ARRAY, elements(BigInt)],
  [NUMERIC_ARRAY, elements((text) => new Prisma.Decimal(text))],
]);

/** How `pg` reads the columns of a result. */
const parsers = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    (format !== "binary" && ours.get(oid)) || getTypeParser(oid, format as "text"),
} as pg.CustomTypesConfig;

export type Sql = Prisma.Sql | TemplateStringsArray;

/** What `pg` is to run for a statement that is written in SQL. */
export function statement(sql: Sql, values: readonly unknown[]): pg.QueryConfig {
  const { text, values: all } = "raw" in sql ? Prisma.sql(sql, ...values) : sql;
  const name = planName(text);
  return { text, values: all.map(toParameter), types: parsers, ...(name && { name }) };
}

/** A parameter as `pg` takes it. Times go as UTC, whatever zone this process is in. */
function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toParameter);
  return value instanceof Prisma.Decimal ? value.toString() : value;
}

function elements(parse: (text: string) => unknown) {
  const texts = getTypeParser(TEXT_ARRAY as never) as (text: string) => (string | null)[];
  return (text: string) => texts(text).map((one) => (one === null ? null : parse(one)));
}
