import type { Page } from "playwright-core";
import type pg from "pg";

import type { Running } from "#tests/support/stack.ts";

import type { Report } from "./report.ts";

/** What every scene plays on. */
export type Stage = {
  running: Running;
  /** Sees the rows of every shop, as an operator would. */
  database: pg.Client;
  page: Page;
  report: Report;
  /** The address of the story's customer, as typed at the checkout. */
  email: string;
};

/** An order of the story: what was paid for each of its two lines, in minor units. */
export type StoryOrder = {
  id: string;
  name: string;
  customerId: string;
  linesMinor: [number, number];
  skus: [string, string];
};

/** Calls the stand-in's control API for the demo shop. Returns its answer; throws when it refuses. */
export async function act<Answer>(
  { running }: Stage,
  path: string,
  body: unknown = {},
): Promise<Answer> {
  const reply = await fetch(`${running.standIn.url}/control/${running.shop.handle}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${path} was refused with ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Answer;
}

/** Asks the stand-in's control API for the demo shop. */
export async function ask<Answer>({ running }: Stage, path: string): Promise<Answer> {
  const reply = await fetch(`${running.standIn.url}/control/${running.shop.handle}/${path}`);
  if (!reply.ok) throw new Error(`${path} was refused with ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Answer;
}

/** The rows of a query as plain values: bigint columns come as decimal strings. */
export async function rows<Row extends object>(
  stage: Stage,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await stage.database.query<Row>(sql, values)).rows;
}

/** The first row of a query, or null. */
export async function row<Row extends object>(
  stage: Stage,
  sql: string,
  values: unknown[] = [],
): Promise<Row | null> {
  return (await rows<Row>(stage, sql, values))[0] ?? null;
}
