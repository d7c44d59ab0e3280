import { createHmac, randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";

// Sends signed deliveries over raw sockets and counts the 200s. A full HTTP client would cost more
// than either server does and so hide the difference between them.

export type LoadOrder = {
  port: number;
  secret: string;
  connections: number;
  seconds: number;
  /** Deliveries per second over all connections; without it each connection sends as soon as it is answered. */
  rate?: number;
  body: string;
  shopDomain: string;
};

export type LoadResult = {
  accepted: number;
  refused: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
};

/** Loads one server for the given time. Latencies are from when a delivery was due to be sent until its answer. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const request = requestMaker(order);
  const latencies: number[] = [];
  let refused = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + order.seconds * 1_000;
  const everyMs = order.rate ? (order.connections / order.rate) * 1_000 : 0;

  await Promise.all(
    Array.from({ length: order.connections }, (_, index) =>
      converse(order.port, async (exchange) => {
        // Spread over one interval, so that a slow rate does not come in bursts.
        let dueAt = startedAt + (everyMs * index) / order.connections;
        while (performance.now() < endsAt) {
          const early = dueAt - performance.now();
          if (everyMs > 0 && early > 0) await new Promise((done) => setTimeout(done, early));
          const from = everyMs > 0 ? dueAt : performance.now();
          const status = await exchange(request());
          if (status === 200) latencies.push(performance.now() - from);
          else refused++;
          dueAt += everyMs;
        }
      }),
    ),
  );

  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    accepted: latencies.length,
    refused,
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}

function requestMaker({ secret, body, shopDomain }: LoadOrder): () => string {
  const run = randomUUID();
  let number = 0;
  const head =
    `POST /webhooks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
    `X-Shopify-Topic: orders/updated\r\nX-Shopify-Shop-Domain: ${shopDomain}\r\nX-Shopify-API-Version: 2026-10\r\n` +
    `X-Shopify-Triggered-At: ${new Date().toISOString()}\r\nX-Shopify-Hmac-Sha256: ${createHmac("sha256", secret).update(body).digest("base64")}\r\n`;
  return () =>
    `${head}X-Shopify-Webhook-Id: ${run}-${number}\r\nX-Shopify-Event-Id: ${run}-${number++}\r\n\r\n${body}`;
}

async function converse(
  port: number,
  talk: (exchange: (request: string) => Promise<number>) => Promise<void>,
): Promise<void> {
  const socket = await open(port);
  let answer: (status: number) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString("latin1");
    const headEnd = received.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < headEnd + 4 + length) return;
    const status = Number(received.slice(9, 12));
    received = "";
    answer(status);
  });
  socket.on("error", (error) => fail(error));
  await talk(
    (request) =>
      new Promise((done, failed) => {
        answer = done;
        fail = failed;
        socket.write(request, "latin1");
      }),
  );
  socket.destroy();
}

function open(port: number): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1", () => done(socket));
    socket.setNoDelay(true);
    socket.once("error", fail);
  });
}

function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

// Run as a process of its own, so that it does not share a thread with whoever measures.
process.on("message", (order: LoadOrder) => {
  void load(order).then((result) => process.send?.(result));
});
