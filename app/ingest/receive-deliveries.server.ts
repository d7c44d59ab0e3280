import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

import { now } from "#app/ground/clock.server.ts";
import { openPool } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { log } from "#app/ground/log.server.ts";
import { wakeSoon } from "#app/ground/queues.server.ts";
import { time } from "#app/orders/from-webhook/payload.schema.ts";
import { isSignedBody } from "#app/shopify/body-signature.server.ts";

import { sealBody, sha256 } from "./delivery-body.server.ts";
import { DeliveryBuffer } from "./delivery-buffer.server.ts";
import type { DeliveryRow } from "./insert-deliveries.server.ts";
import { topics } from "./topics.ts";

const RETRY_AFTER_S = "2";
const CONNECTIONS = 2;

const LONGEST_HEADER = 255;
const REQUIRED = [
  "x-shopify-shop-domain",
  "x-shopify-api-version",
  "x-shopify-webhook-id",
] as const;

export type Receiver = {
  /** Answers one webhook request: verified, stored, 200. How large its body may be is for the server to say. */
  receive(request: IncomingMessage, response: ServerResponse): void;
  /** Resolves when all that was received is stored. */
  stop(): Promise<void>;
};

/**
 * Takes Shopify's webhooks: verifies the signature over the raw bytes, stores them, answers. Nothing is parsed here.
 * 200 only after the commit; 503 when the database cannot take it, so that Shopify sends it again.
 */
export function createReceiver(): Receiver {
  const pool = openPool(CONNECTIONS);
  // A connection that breaks while idle is replaced; without a listener it would end the process.
  pool.on("error", (error) => log.warn({ err: error }, "A database connection was lost"));
  const buffer = new DeliveryBuffer(pool, () => wakeSoon("drain-deliveries"));
  return {
    receive: (request, response) => receive(buffer, request, response),
    stop: async () => {
      await buffer.idle();
      await pool.end();
    },
  };
}

function receive(buffer: DeliveryBuffer, request: IncomingMessage, response: ServerResponse): void {
  const signature = request.headers["x-shopify-hmac-sha256"];
  if (typeof signature !== "string" || signature === "") return answer(response, 401);

  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    store(buffer, request.headers, body, signature, response);
  });
}

function store(
  buffer: DeliveryBuffer,
  headers: IncomingHttpHeaders,
  body: Buffer,
  signature: string,
  response: ServerResponse,
): void {
  // What is signed without a topic is Shopify Flow's.
  if (!isSignedBody(body, signature) || !isPresent(headers["x-shopify-topic"]))
    return answer(response, 401);
  if (body.length === 0 || !REQUIRED.every((name) => isPresent(headers[name])))
    return answer(response, 400);

  const taken = buffer.add(deliveryRow(headers, body), (stored) =>
    answer(response, stored ? 200 : 503),
  );
  if (!taken) answer(response, 503);
}

/** Longer than any of Shopify's, a header would not fit the index and so take its whole batch down with it. */
function isPresent(header: string | string[] | undefined): boolean {
  return typeof header === "string" && header.length > 0 && header.length <= LONGEST_HEADER;
}

function deliveryRow(headers: IncomingHttpHeaders, body: Buffer): DeliveryRow {
  const shopDomain = String(headers["x-shopify-shop-domain"]).toLowerCase();
  const topic = String(headers["x-shopify-topic"]);
  const receivedAt = now();
  const known = Object.hasOwn(topics, topic);
  return {
    id: newId(),
    shopDomain,
    topic,
    webhookId: String(headers["x-shopify-webhook-id"]),
    eventId: headers["x-shopify-event-id"]?.toString() ?? null,
    triggeredAt: timeOf(headers["x-shopify-triggered-at"]),
    receivedAt,
    body: sealBody(body, shopDomain),
    sha256: sha256(body),
    state: known ? "received" : "unknown",
    finishedAt: known ? null : receivedAt,
  };
}

/** The time that a header says; null where it says none of which a delivery can be: one that PostgreSQL has no form for would fail its batch. */
function timeOf(header: string | string[] | undefined): Date | null {
  const read = time.safeParse(header);
  return read.success ? read.data : null;
}

function answer(response: ServerResponse, status: number): void {
  if (response.writableEnded) return;
  if (status === 503) response.setHeader("Retry-After", RETRY_AFTER_S);
  response.statusCode = status;
  response.end();
}
