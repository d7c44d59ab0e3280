import { z } from "zod";

import { CustomerRef, Problem } from "./api.schema.ts";
import { type Operation, operations } from "./operations.ts";

const VERSION = "1.0.0";
const problems = {
  400: "The request cannot be read.",
  401: "The API key is missing or not valid.",
  403: "The API key may only read.",
  404: "There is no such customer, reward or redemption.",
  409: "It cannot be done now, such as too few points.",
  422: "The request asks for something that cannot be.",
  429: "Too many requests; `Retry-After` says how many seconds to wait.",
};
type ProblemStatus = keyof typeof problems;

const paths = Map.groupBy(operations, ({ path }) => path);

/** The whole API as an OpenAPI 3.1 document. */
export function openApiDocument(): object {
  return {
    openapi: "3.1.0",
    info: {
      title: "Encore loyalty",
      version: VERSION,
      description:
        "Points, tiers and rewards of one shop, for its own systems. Points are whole numbers, money is minor units of the shop's currency, times are ISO 8601 in UTC.",
    },
    security: [{ key: [] }],
    paths: Object.fromEntries(
      [...paths].map(([path, some]) => [
        path,
        Object.fromEntries(
          some.map((operation) => [operation.method.toLowerCase(), described(operation)]),
        ),
      ]),
    ),
    components: {
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "A key from Settings, API and webhooks.",
        },
      },
      schemas: schemasOf(operations),
    },
  };
}

function described(operation: Operation) {
  const { summary, path, method, body, query, answers } = operation;
  return {
    operationId: operationId(operation),
    summary,
    parameters: [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
        name,
        in: "path",
        required: true,
        schema: name === "customer" ? plain(CustomerRef) : { type: "string", format: "uuid" },
      })),
      ...queryOf(query),
      ...(method === "POST" ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: reference(body) } } },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, schema]) => [
          status,
          { description: summary, content: { "application/json": { schema: reference(schema) } } },
        ]),
      ),
      ...Object.fromEntries(
        problemsOf(operation).map((status) => [
          status,
          {
            description: problems[status],
            content: { "application/problem+json": { schema: reference(Problem) } },
          },
        ]),
      ),
    },
  };
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: true,
  description:
    "Chosen by you, 1 to 200 characters: the same key with the same request is done once and answered the same for 7 days.",
  schema: { type: "string", minLength: 1, maxLength: 200 },
};

function operationId({ method, path }: Operation): string {
  return `${method.toLowerCase()}${path
    .replace("/api/loyalty", "")
    .replaceAll(/[{}]/g, "")
    .replaceAll(/\/(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}

function problemsOf({ method, path }: Operation): ProblemStatus[] {
  const some: ProblemStatus[] = [401, 429];
  if (path.includes("{") || method === "POST") some.push(404);
  if (method === "POST") some.push(400, 403, 409, 422);
  return some.toSorted((a, b) => a - b);
}

function queryOf(query: z.ZodObject | undefined) {
  if (!query) return [];
  const { properties = {} } = plain(query) as { properties?: Record<string, object> };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema,
  }));
}

/** Every schema that has a name, once. */
function schemasOf(all: readonly Operation[]): Record<string, object> {
  const named = all.flatMap(({ body, answers }) => [
    ...(body ? [body] : []),
    ...Object.values(answers),
  ]);
  const seen = new Map([...named, Problem].map((schema) => [nameOf(schema), schema]));
  const whole = [...seen].flatMap(([name, schema]): [string, object][] => {
    // What it is made of is referred to as a schema of the document, so it stands there, too.
    const { $defs = {}, ...own } = plain(schema) as { $defs?: Record<string, object> };
    return [[name, own], ...Object.entries($defs)]; // The later holds: a reference to itself says nothing.
  });
  return Object.fromEntries(whole.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function reference(schema: z.ZodType): object {
  return { $ref: `#/components/schemas/${nameOf(schema)}` };
}

function nameOf(schema: z.ZodType): string {
  const id = schema.meta()?.id;
  if (!id) throw new Error("A schema of the API has no name");
  return id;
}

/** What a caller sends, as JSON Schema, nothing referred to. */
function plain(schema: z.ZodType): object {
  const {
    $schema: _,
    id: __,
    ...rest
  } = z.toJSONSchema(schema, { io: "input", reused: "inline" }) as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest).replaceAll("#/$defs/", "#/components/schemas/")) as object;
}
