import { createHmac, hash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

import { now } from "#app/clock.server.ts";
import { openPool } from "#app/db.server.ts";
import { seal } from "#app/encryption.server.ts";
import { env } from "#app/env.server.ts";
import { newId } from "#app/id.server.ts";
import { log } from "#app/log.server.ts";

import { bodyPurpose, type DeliveryRow, insertDeliveries } from "./insert-deliveries.server.ts";

/** Shopify's own payloads stay below this; what is larger is not from Shopify. */
const LARGEST_BODY_BYTES = 5 * 1024 * 1024;
const LONGEST_HEADER = 255;
const BATCH_ROWS = 100;
const BATCH_WAIT_MS = 2;
const BATCHES_AT_ONCE = 3;
/** Beyond this the database does not keep up: Shopify is asked to come back rather than kept waiting. */
const MOST_WAITING_BYTES = 128 * 1024 * 1024;
const WAKE_EVERY_MS = 100;
const RETRY_AFTER_SECONDS = "10";

type Waiting = { row: DeliveryRow; response: ServerResponse };

export type Receiver = {
  /** Takes a `POST /webhooks`: 200 once it is stored, 400, 401 or 413 when it never will be, 503 when Shopify should come again. */
  receive(request: IncomingMessage, response: ServerResponse): void;
  /** Resolves when everything that was taken is stored and answered. */
  stop(): Promise<void>;
};

/**
 * The inbox. It verifies, stores and answers; nothing is parsed, and whose the delivery is does not matter yet.
 * Deliveries that arrive within a few milliseconds share one insert and so one flush to disk.
 * `wake` is called after deliveries were stored, at most every tenth of a second; it must not throw.
 */
export function createReceiver({ wake }: { wake: () => void }): Receiver {
  const pool = openPool(BATCHES_AT_ONCE);
  pool.on("error", (error) => log.warn({ err: error }, "a connection of the inbox was lost"));
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let storing = 0;
  let timer: NodeJS.Timeout | null = null;
  let wakeTimer: NodeJS.Timeout | null = null;

  const scheduleFlush = () => {
    if (waiting.length >= BATCH_ROWS) flush();
    else timer ??= setTimeout(flush, BATCH_WAIT_MS);
  };

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    while (waiting.length > 0 && storing < BATCHES_AT_ONCE) {
      const batch = waiting.slice(0, BATCH_ROWS);
      waiting = waiting.slice(BATCH_ROWS);
      storing++;
      void store(batch).finally(() => {
        storing--;
        if (waiting.length > 0) flush();
      });
    }
  };

  const store = async (batch: Waiting[]) => {
    try {
      await insertDeliveries(
        pool,
        batch.map(({ row }) => row),
      );
      for (const { response } of batch) answer(response, 200);
      wakeTimer ??= setTimeout(() => {
        wakeTimer = null;
        wake();
      }, WAKE_EVERY_MS);
    } catch (error) {
      log.error({ err: error, deliveries: batch.length }, "deliveries could not be stored");
      for (const { response } of batch) comeAgain(response);
    }
    for (const { row } of batch) waitingBytes -= row.body.length;
  };

  return {
    receive: (request, response) => {
      readBody(request, response, (body) => {
        const row = verify(request, response, body);
        if (!row) return;
        if (waitingBytes > MOST_WAITING_BYTES) return comeAgain(response);
        waitingBytes += row.body.length;
        waiting.push({ row, response });
        scheduleFlush();
      });
    },
    stop: async () => {
      while (waiting.length > 0 || storing > 0) {
        flush();
        await new Promise((done) => setTimeout(done, BATCH_WAIT_MS));
      }
      if (wakeTimer) clearTimeout(wakeTimer);
      await pool.end();
    },
  };
}

/** Hands over the whole body, or answers 413 and reads no further. */
function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  done: (body: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const refuse = () => {
    request.removeAllListeners("data").removeAllListeners("end");
    // What is still on its way is read and dropped, so that the sender gets to see the answer; then the connection ends.
    request.resume();
    response
      .writeHead(413, { "content-type": "text/plain", connection: "close" })
      .end("The body is larger than 5 MB.");
  };
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY_BYTES) return refuse();

  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) refuse();
    else chunks.push(chunk);
  });
  request.on("end", () =>
    done(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
  );
  request.on("error", () => response.destroy());
}

/** The row to store, or null after an answer that says what is wrong. */
function verify(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): DeliveryRow | null {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === "string" && value.length > 0 && value.length <= LONGEST_HEADER
      ? value
      : null;
  };
  const signature = header("x-shopify-hmac-sha256");
  const topic = header("x-shopify-topic");
  const shopDomain = header("x-shopify-shop-domain");
  const webhookId = header("x-shopify-webhook-id");
  if (!signature || !topic || !shopDomain || !webhookId || !header("x-shopify-api-version")) {
    answer(
      response,
      400,
      "A webhook needs Shopify's headers: Hmac-Sha256, Topic, Shop-Domain, API-Version, Webhook-Id.",
    );
    return null;
  }
  if (!isSignedBy(env.SHOPIFY_API_SECRET, body, signature)) {
    answer(response, 401, "The signature does not fit the body.");
    return null;
  }

  const receivedAt = now();
  return {
    id: newId(),
    shopDomain,
    topic,
    webhookId,
    eventId: header("x-shopify-event-id"),
    triggeredAt: dateOrNull(header("x-shopify-triggered-at")),
    receivedAt,
    body: seal(body, bodyPurpose(shopDomain)),
    sha256: hash("sha256", body, "buffer"),
  };
}

function isSignedBy(secret: string, body: Buffer, signature: string): boolean {
  const given = Buffer.from(signature, "base64");
  const right = createHmac("sha256", secret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

function dateOrNull(text: string | null): Date | null {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

function answer(response: ServerResponse, status: number, words = ""): void {
  response
    .writeHead(status, { "content-type": "text/plain", "content-length": Buffer.byteLength(words) })
    .end(words);
}

function comeAgain(response: ServerResponse): void {
  response.writeHead(503, { "retry-after": RETRY_AFTER_SECONDS, "content-length": 0 }).end();
}
