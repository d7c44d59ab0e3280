import { createHmac } from "node:crypto";
import { lookup as dnsLookup, type LookupAddress } from "node:dns";
import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";

import { env } from "#app/ground/env.server.ts";

import { isLoopback, isPublicAddress } from "./public-address.server.ts";
import { problemOfUrl } from "./webhook-url.server.ts";

const TIMEOUT_MS = 5_000;

/** What came of a try: an HTTP status; or why there was none, in words. */
export type Answer = { status: number } | { problem: string };

export type Outgoing = {
  url: string;
  secret: string;
  id: string;
  topic: string;
  body: string;
  at: Date;
};

/** Whether this process may talk to its own machine: outside production only. */
export const mayReachItself = env.NODE_ENV !== "production";

/**
 * Posts one webhook. Signed like `Encore-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. Goes to the open internet only,
 * wherever the name leads at this moment; follows no redirect and reads nothing of the answer but its status. Never throws.
 */
export function postWebhook({ url, secret, id, topic, body, at }: Outgoing): Promise<Answer> {
  const problem = problemOfUrl(url, { local: mayReachItself });
  if (problem) return Promise.resolve({ problem });
  const seconds = Math.floor(at.getTime() / 1000);
  return new Promise((done) => {
    const target = new URL(url);
    const request = (target.protocol === "https:" ? overHttps : overHttp)(target, {
      method: "POST",
      lookup: publicLookup,
      agent: false, // No connection is kept: its address would not be looked at again.
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Encore",
        "encore-event-id": id,
        "encore-topic": topic,
        "encore-signature": `t=${seconds},v1=${signatureOf(secret, seconds, body)}`,
      },
    });
    request.once("response", (response) => {
      done({ status: response.statusCode ?? 0 });
      response.destroy();
    });
    request.once("error", (error) => done({ problem: wordsFor(error) }));
    request.end(body);
  });
}

/** What the receiver computes over the bytes that it got, with the secret of its endpoint. */
function signatureOf(secret: string, seconds: number, body: string): string {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
}

class NotPublic extends Error {
  override name = "NotPublic";
}

/** As the system's lookup, but one address that is not public refuses the name as a whole. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, "");
    const allowed = addresses.every(({ address }) => isAllowed(address));
    const first = addresses[0];
    if (!allowed || !first) return callback(new NotPublic(hostname), "");
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

function isAllowed(address: string): boolean {
  return (
    isIP(address) !== 0 && (isPublicAddress(address) || (mayReachItself && isLoopback(address)))
  );
}

/** Codes only: a message of the system may hold addresses of this network. */
function wordsFor(error: NodeJS.ErrnoException): string {
  if (error.name === "TimeoutError" || error.name === "AbortError") return "timed_out";
  if (error.name === "NotPublic") return "not_public";
  return error.code ?? "failed";
}
