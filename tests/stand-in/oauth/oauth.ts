import { randomBytes } from "node:crypto";
import { z } from "zod";

import type { Handler, RequestContext } from "../handler.ts";
import { readInput, sendJson } from "../http.ts";
import type { ShopDoc } from "../store/documents.ts";
import type { TokenRow } from "../store/tokens.ts";
import { readSessionToken } from "./session-token.ts";

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const REFRESH_LIFE_SECONDS = 90 * DAY_SECONDS;

const Body = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.union([z.string(), z.number()]).optional(),
  refresh_token: z.string().optional(),
});

type Reply = { status: number; body: Record<string, unknown> };

/** `POST /admin/oauth/access_token`: token exchange, refresh, and the change from lasting to expiring tokens. */
export const handleOauth: Handler = async (request, response, context) => {
  if (context.url.pathname !== "/admin/oauth/access_token" || request.method !== "POST")
    return false;
  const shop = context.store.findShop(context.url.hostname);
  if (!shop) return sendJson(response, 404, { errors: "Not Found" });
  const body = Body.safeParse(await readInput(request));
  if (!body.success) return sendJson(response, 400, { error: "invalid_request" });
  const { client_id, client_secret } = body.data;
  if (client_id !== context.app.apiKey || client_secret !== context.app.apiSecret) {
    return sendJson(response, 400, { error: "application_cannot_be_found" });
  }
  const grant = grants[body.data.grant_type];
  const reply = grant
    ? grant(context, shop, body.data)
    : refuse("unsupported_grant_type", `Grant type ${body.data.grant_type} is not supported`);
  return sendJson(response, reply.status, reply.body);
};

type Grant = (context: RequestContext, shop: ShopDoc, body: z.infer<typeof Body>) => Reply;

const grants: Record<string, Grant> = {
  [TOKEN_EXCHANGE]: exchange,
  refresh_token: refresh,
};

function exchange(context: RequestContext, shop: ShopDoc, body: z.infer<typeof Body>): Reply {
  if (!shop.grantedScopes)
    return refuse("app_not_installed", "The app is not installed on this shop");
  const token = body.subject_token ?? "";
  const expiring = String(body.expiring ?? "0") === "1";
  if (body.subject_token_type === OFFLINE) return migrate(context, shop, token);
  const claims =
    body.subject_token_type === ID_TOKEN ? readSessionToken(context.app, shop, token) : null;
  if (!claims) return refuse("invalid_subject_token", "The id token cannot be used");
  if (body.requested_token_type === OFFLINE) {
    return grantReply(issue(context, shop, { kind: "offline", expiring, replaces: null }));
  }
  if (body.requested_token_type !== ONLINE) return refuse("invalid_request", "Unknown token type");

  const row = issue(context, shop, { kind: "online", expiring: true, replaces: null });
  return {
    status: 200,
    body: {
      access_token: row.accessToken,
      scope: row.scopes,
      expires_in: DAY_SECONDS,
      associated_user_scope: row.scopes,
      associated_user: staffMember(shop, claims.sub),
    },
  };
}

/** A lasting offline token is given back for an expiring one; the lasting one ends. */
function migrate(context: RequestContext, shop: ShopDoc, accessToken: string): Reply {
  const old = context.store.tokens.find(accessToken);
  if (!old || old.shopId !== shop.id || old.expiresAt !== null) {
    return refuse("invalid_subject_token", "The offline token cannot be used");
  }
  context.store.tokens.remove(accessToken);
  return grantReply(issue(context, shop, { kind: "offline", expiring: true, replaces: null }));
}

/**
 * A refresh token may be used again until the one that it was changed for is used (a reply may be lost on its way);
 * from then on it is retired.
 */
function refresh(context: RequestContext, shop: ShopDoc, body: z.infer<typeof Body>): Reply {
  const { tokens } = context.store;
  const old = tokens.findByRefreshToken(body.refresh_token ?? "");
  const alive = old && (old.refreshExpiresAt ?? 0) > Date.now();
  if (!old || !alive || old.shopId !== shop.id || !shop.grantedScopes) {
    return refuse("invalid_grant", "This request requires an active refresh_token");
  }
  if (old.replaces) tokens.retire(old.replaces);
  return grantReply(
    issue(context, shop, { kind: "offline", expiring: true, replaces: old.refreshToken }),
  );
}

function issue(
  context: RequestContext,
  shop: ShopDoc,
  wish: { kind: TokenRow["kind"]; expiring: boolean; replaces: string | null },
): TokenRow {
  const now = Date.now();
  const lifeSeconds = wish.kind === "online" ? DAY_SECONDS : HOUR_SECONDS;
  const refreshes = wish.kind === "offline" && wish.expiring;
  const row: TokenRow = {
    accessToken: `shpat_${randomBytes(16).toString("hex")}`,
    shopId: shop.id,
    kind: wish.kind,
    scopes: (shop.grantedScopes ?? []).join(","),
    expiresAt: wish.expiring ? now + lifeSeconds * 1000 : null,
    refreshToken: refreshes ? `shprt_${randomBytes(16).toString("hex")}` : null,
    refreshExpiresAt: refreshes ? now + REFRESH_LIFE_SECONDS * 1000 : null,
    replaces: wish.replaces,
  };
  context.store.tokens.put(row);
  return row;
}

function grantReply(row: TokenRow): Reply {
  return {
    status: 200,
    body: {
      access_token: row.accessToken,
      scope: row.scopes,
      ...(row.refreshToken && {
        expires_in: HOUR_SECONDS,
        refresh_token: row.refreshToken,
        refresh_token_expires_in: REFRESH_LIFE_SECONDS,
      }),
    },
  };
}

function refuse(error: string, description: string): Reply {
  return { status: 400, body: { error, error_description: description } };
}

function staffMember(shop: ShopDoc, userId: string) {
  const [firstName = "", ...rest] = shop.ownerName.split(" ");
  return {
    id: Number(userId),
    first_name: firstName,
    last_name: rest.join(" "),
    email: shop.email,
    email_verified: true,
    account_owner: true,
    locale: shop.locale,
    collaborator: false,
  };
}
