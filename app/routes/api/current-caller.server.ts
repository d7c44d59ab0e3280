import { z } from "zod";

import { findCustomer } from "#app/customers/identity/find-customer.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { isWithoutConnection } from "#app/ground/database-away.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { storable } from "#app/ground/json.ts";
import { visitorAddress } from "#app/http/proxies.server.ts";
import { rateLimit } from "#app/http/rate-limit.server.ts";
import { answerOnce, type ApiAnswer } from "#app/integrations/api/answer-once.server.ts";
import type { ApiAccess } from "#app/integrations/api/api-access.ts";
import { parseKey } from "#app/integrations/api/api-key.ts";
import { findApiCaller } from "#app/integrations/api/api-keys.server.ts";
import { keysOfCall } from "#app/integrations/api/chosen-keys.server.ts";
import { type Problem, problem } from "#app/integrations/api/problem.ts";
import { comparableIp } from "#app/orders/comparable-place.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

/** A system of the shop's own that calls the API. */
export type Caller = { shop: Shop; keyId: string; actor: string };

/** A call that changes something: its body as it must be, and a key for what it does. */
export type Call<Body> = { caller: Caller; body: Body; effectKey: string };

const MOST_BYTES = 64 * 1024;
const MOST_KEY = 200;
const MOST_AT_ONCE = 100;
const LANES = 8;
/** What a page or an extension of ours has: sent here it is no guess at a key. */
const SESSION_TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const SHOPIFY_ID = /^\d{1,19}$/;

/** For each API key. */
const passes = rateLimit("api", { points: 20, seconds: 1, burst: MOST_AT_ONCE });

/**
 * Wrong keys from one address, and for one shop from all of them. Right ones are never held up by somebody else's: a key of 256
 * bits is not found by trying, and a till behind the same address goes on selling.
 */
const wrongKeys = rateLimit("wrong-keys", { points: 1, seconds: 2, burst: 60 });
const wrongKeysOfShop = rateLimit("wrong-keys-of-shop", { points: 1, seconds: 1, burst: 100 });

/** The calls for a shop that this process is at: so many, and in each lane the one that has to end before the next begins. */
type Line = { underWay: number; begun: number; lanes: Promise<void>[] };

const lines = new Map<string, Line>();
/** Keys that were right. Anybody can name a shop in a key that they made up: those of one shop wait in a line of their own. */
const proven = new Set<string>();
const MOST_PROVEN = 50_000;

/**
 * Answers a call when its turn comes, of no more for one shop than may pass at once: 300 would wait for the database's connections behind each
 * other, and every neighbour's behind them, until they fail.
 */
async function inLine(request: Request, answer: () => Promise<Response>): Promise<Response> {
  const key = keyOf(request);
  const shopId = parseKey(key)?.shopId;
  if (shopId === undefined) return answer();
  const name = proven.has(key) ? shopId : `unproven.${shopId}`;
  const line = lines.get(name) ?? { underWay: 0, begun: 0, lanes: [] };
  if (line.underWay >= MOST_AT_ONCE) refuseFor(1);
  lines.set(name, line);
  line.underWay++;
  const lane = line.begun++ % LANES;
  const answered = (line.lanes[lane] ?? Promise.resolve()).then(answer);
  const over = () => undefined;
  line.lanes[lane] = answered.then(over, over);
  try {
    return await answered;
  } catch (error) {
    if (!isWithoutConnection(error)) throw error;
    throw problemAnswer(problem(503, "busy"), { "retry-after": "1" });
  } finally {
    if (--line.underWay === 0) lines.delete(name);
  }
}

/** The key that a request has, or an empty text. */
function keyOf(request: Request): string {
  return /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

/** Who calls: throws a problem as the response for a key that is missing, unknown, may not do this, or asks too often. */
async function callerOf(request: Request, access: ApiAccess): Promise<Caller> {
  const key = keyOf(request);
  if (key === "") throw noKey();
  const named = parseKey(key);
  const found = named && (await findApiCaller(key, now()));
  const shop = found && (await db.shop.findUnique({ where: { id: found.shopId } }));
  if (!found || !shop || shop.uninstalledAt) {
    if (!SESSION_TOKEN.test(key))
      refuseFor(await wrongKeys(String(comparableIp(visitorAddress(request)))));
    if (named) refuseFor(await wrongKeysOfShop(named.shopId));
    throw noKey();
  }
  if (proven.size >= MOST_PROVEN) proven.clear();
  proven.add(key);
  refuseFor(await passes(found.keyId));
  if (access === "write" && found.access === "read")
    throw problemAnswer(problem(403, "key_may_only_read"));
  return { shop, keyId: found.keyId, actor: `api.${found.keyId}` };
}

function noKey(): Response {
  return problemAnswer(problem(401, "key_not_valid"), { "www-authenticate": "Bearer" });
}

function refuseFor(seconds: number): void {
  if (seconds > 0)
    throw problemAnswer(problem(429, "too_many_requests"), { "retry-after": String(seconds) });
}

/** Answers a GET. What `read` throws as a `Problem` is the answer. */
export async function answerRead(
  request: Request,
  read: (caller: Caller) => Promise<object | Problem>,
): Promise<Response> {
  return inLine(request, async () => asResponse(await read(await callerOf(request, "read"))));
}

/**
 * Answers a POST, and the same call again with the same. `work` gets a key to make its effect
 * idempotent by; it returns its answer, or a problem.
 */
export async function answerCall<Body>(
  request: Request,
  schema: z.ZodType<Body>,
  work: (call: Call<Body>) => Promise<ApiAnswer | Problem>,
): Promise<Response> {
  if (request.method !== "POST")
    throw problemAnswer(problem(405, "method_not_allowed"), { allow: "POST" });
  return inLine(request, () => answerParsed(request, schema, work));
}

async function answerParsed<Body>(
  request: Request,
  schema: z.ZodType<Body>,
  work: (call: Call<Body>) => Promise<ApiAnswer | Problem>,
): Promise<Response> {
  const caller = await callerOf(request, "write");
  const idempotencyKey = request.headers.get("idempotency-key")?.trim() ?? "";
  if (idempotencyKey === "" || idempotencyKey.length > MOST_KEY)
    throw problemAnswer(
      problem(400, "idempotency_key_missing", {
        detail: `Send a header Idempotency-Key of 1 to ${MOST_KEY} characters, the same one when you try again.`,
      }),
    );
  const text = await bodyText(request);
  const parsed = schema.safeParse(asJson(text));
  if (!parsed.success) {
    const { fieldErrors, formErrors } = z.flattenError(parsed.error);
    const errors = {
      ...(fieldErrors as Record<string, string[]>),
      ...(formErrors.length > 0 && { body: formErrors }),
    };
    throw problemAnswer(problem(422, "body_not_valid", { errors }));
  }
  const { pathname } = new URL(request.url);
  const shopId = caller.shop.id;
  const keys = await keysOfCall(shopId, idempotencyKey);
  const answer = await answerOnce(
    { shopId, idempotencyKey: keys.answer, request: `${pathname}\n${text}`, at: now() },
    async () => asAnswer(await work({ caller, body: parsed.data, effectKey: keys.effect })),
  );
  if (answer) return respond(answer);
  throw problemAnswer(
    problem(422, "idempotency_key_reused", {
      detail: "This Idempotency-Key was used for another request.",
    }),
  );
}

/** Encore's id of a customer by that id or by Shopify's; throws a 404 for nobody. */
export async function customerOfCall(
  shopId: string,
  reference: string | undefined,
): Promise<string> {
  const record = SHOPIFY_ID.test(reference ?? "")
    ? { shopifyId: BigInt(reference ?? "") }
    : z.uuid().safeParse(reference).success
      ? { id: reference ?? "" }
      : null;
  const found = record && (await inShop(shopId, (tx) => findCustomer(tx, record)));
  if (!found) throw problemAnswer(problem(404, "customer_not_found"));
  return found;
}

/** A problem as HTTP has it. */
export function problemAnswer(wrong: Problem, headers: Record<string, string> = {}): Response {
  return respond({ status: wrong.status, body: wrong }, headers);
}

/** What a route answers to a method that it does not take. */
export function wrongMethod(): Response {
  return problemAnswer(problem(405, "method_not_allowed"), { allow: "POST" });
}

function asResponse(result: object | Problem): Response {
  return respond(asAnswer(isProblem(result) ? result : { status: 200, body: result }));
}

function asAnswer(result: ApiAnswer | Problem): ApiAnswer {
  return isProblem(result) ? { status: result.status, body: result } : result;
}

function isProblem(result: object): result is Problem {
  return "status" in result && "code" in result && "title" in result;
}

function respond({ status, body }: ApiAnswer, headers: Record<string, string> = {}): Response {
  const type = isProblem(body) ? "application/problem+json" : "application/json";
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, "content-type": type, "cache-control": "no-store" },
  });
}

async function bodyText(request: Request): Promise<string> {
  const tooLarge = problem(413, "body_too_large", { detail: `At most ${MOST_BYTES} bytes.` });
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES)
    throw problemAnswer(tooLarge);
  const reader = request.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > MOST_BYTES) throw problemAnswer(tooLarge);
  }
  return text + decoder.decode();
}

function asJson(text: string): unknown {
  try {
    return storable(JSON.parse(text));
  } catch {
    throw problemAnswer(problem(400, "body_not_json"));
  }
}
