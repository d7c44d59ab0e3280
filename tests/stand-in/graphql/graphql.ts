import type { ServerResponse } from "node:http";
import { GraphQLError } from "graphql";
import { z } from "zod";

import type { Handler, RequestContext } from "../handler.ts";
import { readInput, sendJson } from "../http.ts";
import type { ShopDoc } from "../store/documents.ts";
import { actualCost, requestedCost } from "./cost.ts";
import type { GraphqlContext } from "./context.ts";
import { run } from "./execute.ts";
import { adminSchema, prepare } from "./schema.ts";
import { MAX_QUERY_COST } from "./throttle.ts";

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});
type Body = z.infer<typeof Body>;

/** `POST /admin/api/{version}/graphql.json`: the Admin API of one shop. */
export const handleGraphql: Handler = async (request, response, context) => {
  const match = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(context.url.pathname);
  if (!match || request.method !== "POST") return false;
  const version = match[1] ?? "";
  if (version !== context.app.apiVersion) {
    return sendJson(response, 404, {
      errors: `The stand-in speaks ${context.app.apiVersion}, not ${version}`,
    });
  }
  const body = Body.safeParse(await readInput(request));
  const fault = await context.faults.take(body.data?.query ?? "");
  if (fault === "500") return sendJson(response, 500, { errors: "Internal Server Error" });
  // Shopify's own faults mostly come with a 200.
  if (fault === "internal") return sendJson(response, 200, { errors: [INTERNAL_ERROR] });
  if (fault === "429")
    return sendJson(response, 429, { errors: "Too Many Requests" }, { "retry-after": "2.0" });

  const shop = context.store.findShop(context.url.hostname);
  const token = tokenOf(context, shop, request.headers["x-shopify-access-token"]);
  if (!shop || !token || fault === "401") {
    const errors = "[API] Invalid API key or access token (unrecognized login or wrong password)";
    return sendJson(response, 401, { errors });
  }
  if (!body.success)
    return sendJson(response, 400, { errors: "Required parameter missing or invalid: query" });
  const scopes = token.scopes.split(",");
  const asked: GraphqlContext = {
    ...context,
    shop,
    scopes,
    bulk: false,
    refuseMutations: fault === "refused",
  };
  // Carried out, but the answer never arrives: what an app must survive without doing it twice.
  if (fault === "lost") {
    const { document } = prepare(body.data.query);
    if (document) await run(document, asked, body.data.variables ?? {}, body.data.operationName);
    return sendJson(response, 502, { errors: "Bad Gateway" });
  }
  return answer(response, asked, body.data, fault === "throttled", version);
};

function tokenOf(
  context: RequestContext,
  shop: ShopDoc | null,
  given: string | string[] | undefined,
) {
  const token = typeof given === "string" ? context.store.tokens.find(given) : null;
  if (!token || token.shopId !== shop?.id) return null;
  if (token.expiresAt !== null && token.expiresAt <= Date.now()) return null;
  // Whoever uses a new access token has its refresh token too: the one before it is done with.
  if (token.replaces) context.store.tokens.retire(token.replaces);
  return token;
}

async function answer(
  response: ServerResponse,
  context: GraphqlContext,
  { query, variables, operationName }: Body,
  forceThrottle: boolean,
  version: string,
): Promise<true> {
  const headers = { "x-shopify-api-version": version, "x-request-id": crypto.randomUUID() };
  const { document, errors } = prepare(query);
  if (!document)
    return sendJson(response, 200, { errors: errors.map((error) => errorView(error)) }, headers);

  const { shop, throttle } = context;
  const cost = requestedCost(adminSchema(), document, operationName, variables ?? {});
  if (cost > MAX_QUERY_COST) return sendJson(response, 200, { errors: [tooCostly(cost)] }, headers);
  if (forceThrottle || !throttle.take(shop.id, shop.plan, cost)) {
    const throttleStatus = throttle.status(shop.id, shop.plan);
    const extensions = {
      cost: { requestedQueryCost: cost, actualQueryCost: null, throttleStatus },
    };
    return sendJson(response, 200, { errors: [THROTTLED], extensions }, headers);
  }
  const result = await run(document, context, variables ?? {}, operationName);
  const actual = Math.min(cost, Math.max(0, actualCost(result.data) - 1));
  throttle.giveBack(shop.id, shop.plan, cost - actual);
  const throttleStatus = throttle.status(shop.id, shop.plan);
  return sendJson(
    response,
    200,
    {
      ...(result.data !== undefined && { data: result.data }),
      ...(result.errors && { errors: result.errors.map(errorView) }),
      extensions: { cost: { requestedQueryCost: cost, actualQueryCost: actual, throttleStatus } },
    },
    headers,
  );
}

/** The error as Shopify writes it. A fault of the stand-in itself is named as one. */
function errorView(error: GraphQLError) {
  const own = error.originalError && !(error.originalError instanceof GraphQLError);
  const extensions = { ...(own && { code: "INTERNAL_SERVER_ERROR" }), ...error.extensions };
  return {
    message: own ? `The stand-in failed: ${error.message}` : error.message,
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

const INTERNAL_ERROR = {
  message: "Internal error. Looks like something went wrong on our end.",
  extensions: { code: "INTERNAL_SERVER_ERROR" },
};

const THROTTLED = {
  message: "Throttled",
  extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
};

function tooCostly(cost: number) {
  return {
    message: `Query cost is ${cost}, which exceeds the single query max cost limit (${MAX_QUERY_COST}).`,
    extensions: {
      code: "MAX_COST_EXCEEDED",
      cost,
      maxCost: MAX_QUERY_COST,
      documentation: "https://shopify.dev/api/usage/rate-limits",
    },
  };
}
