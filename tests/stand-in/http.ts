import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

/** A fault that becomes an HTTP answer with its status and message. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The whole request body. Throws HttpError 413 above 10 MB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new HttpError(413, "The body is larger than 10 MB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as JSON, or as a form turned into an object; an empty body is `{}`. Throws HttpError 400. */
export async function readInput(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request)).toString("utf8").trim();
  if (text === "") return {};
  // What looks like JSON is JSON: `curl -d` calls everything a form.
  if (!/^[[{]/.test(text) && isFormType(request))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpError(400, "The body is not JSON");
  }
}

/** Whether a page's form sent this request: its browser then wants a page back, not JSON. */
export function isForm(request: IncomingMessage): boolean {
  return isFormType(request) && (request.headers.accept ?? "").includes("text/html");
}

function isFormType(request: IncomingMessage): boolean {
  return (request.headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded");
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(value));
  return true;
}

export function sendHtml(response: ServerResponse, status: number, html: string): true {
  return sendText(response, status, html, { "content-type": "text/html; charset=utf-8" });
}

/** Text of a page or for one, compressed for whoever takes that, as Shopify sends pages, styles and scripts. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string | Buffer,
  headers: Record<string, string>,
): true {
  const isZipped = /\bgzip\b/.test(String(response.req.headers["accept-encoding"]));
  response.writeHead(status, {
    ...headers,
    vary: "accept-encoding",
    ...(isZipped && { "content-encoding": "gzip" }),
  });
  response.end(isZipped ? gzipSync(text) : text);
  return true;
}

export function redirect(response: ServerResponse, location: string): true {
  response.writeHead(303, { location });
  response.end();
  return true;
}

/** Text made safe inside HTML and inside double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
