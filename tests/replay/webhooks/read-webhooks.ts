import { existsSync, readFileSync } from "node:fs";

import { z } from "zod";

import { BadFile } from "../read-file.ts";
import { type Payload, payloadOf } from "./payload.schema.ts";

/** One webhook of a file: what Shopify tells, and when it was so. */
export type Webhook = {
  number: number;
  topic: string;
  /** The payload as it stands in the file, to the last digit. */
  body: string;
  payload: Payload;
  at: Date;
};

const Line = z.strictObject({
  topic: z.string().regex(/^[a-z_]+\/[a-z_]+$/),
  payload: z.record(z.string(), z.unknown()),
  at: z.iso.datetime({ offset: true }).optional(),
});

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" && source !== undefined ? rawJSON(source) : value;

/**
 * The webhooks of a JSON Lines file, each `{"topic","payload","at"?}`; empty lines and those that begin with # are left out. One
 * without a time of its own (`orders/delete` names only an id) happened with the one before it. Throws `BadFile`.
 */
export function readWebhooks(path: string): Webhook[] {
  if (!existsSync(path)) throw new BadFile(`There is no file ${path}`);
  const problems: string[] = [];
  let at: Date | null = null;
  const webhooks = readFileSync(path, "utf8")
    .split(/\r?\n/)
    .flatMap((text, index): Webhook[] => {
      if (text.trim() === "" || text.startsWith("#")) return [];
      const number = index + 1;
      const line = parseLine(text);
      if (typeof line === "string") {
        problems.push(`line ${number}: ${line}`);
        return [];
      }
      const payload = payloadOf(line.payload);
      at = timeOf(line.at ?? payload.updated_at ?? payload.created_at) ?? at ?? new Date(0);
      return [{ number, topic: line.topic, body: bodyOf(text), payload, at }];
    });
  if (webhooks.length === 0) problems.push("There is no webhook in the file");
  if (problems.length > 0) throw new BadFile(problems.join("\n"));
  return webhooks;
}

function parseLine(text: string): z.infer<typeof Line> | string {
  try {
    const line = Line.safeParse(JSON.parse(text));
    return line.success ? line.data : z.prettifyError(line.error).replaceAll("\n", " ");
  } catch {
    return "is not JSON";
  }
}

function bodyOf(text: string): string {
  const exact = JSON.parse(text, keepDigits as Parameters<typeof JSON.parse>[1]) as {
    payload: unknown;
  };
  return JSON.stringify(exact.payload);
}

function timeOf(text: string | null | undefined): Date | null {
  const at = new Date(text ?? "");
  return Number.isNaN(at.getTime()) ? null : at;
}
