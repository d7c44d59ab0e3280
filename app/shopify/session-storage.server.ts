import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";

import { db, type ShopTx } from "#app/ground/db.server.ts";
import { openText, sealText } from "#app/ground/encryption.server.ts";
import type { Session as StoredSession } from "#prisma/generated/client/client.ts";

type Sessions = Pick<ShopTx, "session" | "$queryRaw" | "$executeRaw">;
type Tokens = Pick<StoredSession, "accessToken" | "refreshToken">;

/**
 * The Shopify library's sessions, with both tokens encrypted for their shop and column. Only offline sessions exist:
 * Encore asks for no token of a person, and so keeps nothing about who works for a shop.
 */
export const sessionStorage: SessionStorage = sessionsIn(db);

/** The same sessions by way of a transaction, for who holds its connection and must not wait for another. */
export function sessionsIn(client: Sessions): SessionStorage {
  return {
    storeSession: async (session) => {
      await writeSession(client, sealed(await withRefreshTokenKept(client, session)));
      return true;
    },
    loadSession: (id) => findSession(client, id),
    deleteSession: async (id) => {
      await client.session.deleteMany({ where: { id } });
      return true;
    },
    deleteSessions: async (ids) => {
      await client.session.deleteMany({ where: { id: { in: ids } } });
      return true;
    },
    findSessionsByShop: async (shop) => {
      const rows = await client.session.findMany({ where: { shop }, select: { id: true } });
      const found = await Promise.all(rows.map(({ id }) => findSession(client, id)));
      return found.filter((session) => session !== undefined);
    },
  };
}

/** The tokens are told by a function, of one session that is asked for by its id: the app cannot read through all shops'. */
async function findSession(client: Sessions, id: string): Promise<Session | undefined> {
  const omit = { accessToken: true, refreshToken: true } as const;
  const row = await client.session.findUnique({ where: { id }, omit });
  if (!row) return undefined;
  const [tokens] = await client.$queryRaw<Tokens[]>`
    SELECT access_token AS "accessToken", refresh_token AS "refreshToken" FROM tokens_of_session(${id})`;
  return tokens && opened({ ...row, ...tokens });
}

/** By hand, and each token given twice: Prisma would read back what it wrote, and EXCLUDED is read, too. */
async function writeSession(client: Sessions, row: StoredSession): Promise<void> {
  await client.$executeRaw`
    INSERT INTO session (id, shop, state, scope, expires, access_token, refresh_token, refresh_token_expires)
    VALUES (${row.id}, ${row.shop}, ${row.state}, ${row.scope}, ${row.expires}::timestamptz,
      ${row.accessToken}, ${row.refreshToken}, ${row.refreshTokenExpires}::timestamptz)
    ON CONFLICT (id) DO UPDATE SET shop = EXCLUDED.shop, state = EXCLUDED.state, scope = EXCLUDED.scope,
      expires = EXCLUDED.expires, access_token = ${row.accessToken}, refresh_token = ${row.refreshToken},
      refresh_token_expires = EXCLUDED.refresh_token_expires`;
}

/**
 * A token reply without an expiry would overwrite the refresh token with nothing, and it cannot be had again
 * without the merchant opening the app. The one that we hold stays.
 */
async function withRefreshTokenKept(client: Sessions, session: Session): Promise<Session> {
  if (session.refreshToken) return session;

  const known = await findSession(client, session.id);
  if (!known?.refreshToken) return session;
  const { refreshToken, refreshTokenExpires } = known;
  return new Session({ ...session.toObject(), refreshToken, refreshTokenExpires });
}

function sealed(session: Session): StoredSession {
  const seal = (column: string, token: string | undefined) =>
    token ? sealText(token, purpose(session.shop, column)) : null;
  return {
    id: session.id,
    shop: session.shop,
    state: session.state,
    scope: session.scope ?? null,
    expires: session.expires ?? null,
    accessToken: seal("accessToken", session.accessToken),
    refreshToken: seal("refreshToken", session.refreshToken),
    refreshTokenExpires: session.refreshTokenExpires ?? null,
  };
}

function opened(row: StoredSession): Session {
  const open = (column: string, token: string | null) =>
    token === null ? undefined : openText(token, purpose(row.shop, column));
  return new Session({
    id: row.id,
    shop: row.shop,
    state: row.state,
    isOnline: false,
    scope: row.scope ?? undefined,
    expires: row.expires ?? undefined,
    accessToken: open("accessToken", row.accessToken),
    refreshToken: open("refreshToken", row.refreshToken),
    refreshTokenExpires: row.refreshTokenExpires ?? undefined,
  });
}

function purpose(shop: string, column: string): string {
  return `${shop}.session.${column}`;
}
