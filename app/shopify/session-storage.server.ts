import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { PrismaSessionStorage } from "@shopify/shopify-app-session-storage-prisma";

import { db } from "#app/db.server.ts";
import { openText, sealText } from "#app/encryption.server.ts";

type LibraryClient = ConstructorParameters<typeof PrismaSessionStorage>[0];

/** The library knows Prisma's client by the path it used to be generated at; ours is the same thing elsewhere. */
const stored = new PrismaSessionStorage(db as unknown as LibraryClient);

/** The Shopify library's sessions, with both tokens encrypted for their shop and column. */
export const sessionStorage: SessionStorage = {
  storeSession: async (session) => stored.storeSession(sealed(await withRefreshTokenKept(session))),
  loadSession: async (id) => {
    const session = await stored.loadSession(id);
    return session && opened(session);
  },
  deleteSession: (id) => stored.deleteSession(id),
  deleteSessions: (ids) => stored.deleteSessions(ids),
  findSessionsByShop: async (shop) => (await stored.findSessionsByShop(shop)).map(opened),
};

/** Removes everything that would let us call Shopify for this shop. */
export async function forgetSessions(shopDomain: string): Promise<void> {
  await db.session.deleteMany({ where: { shop: shopDomain } });
}

/**
 * A token reply without an expiry would overwrite the refresh token with nothing, and it cannot be had again
 * without the merchant opening the app. The one that we hold stays.
 */
async function withRefreshTokenKept(session: Session): Promise<Session> {
  if (session.isOnline || session.refreshToken) return session;

  const known = await stored.loadSession(session.id);
  if (!known?.refreshToken) return session;
  const { refreshToken, refreshTokenExpires } = opened(known);
  return changed(session, { refreshToken, refreshTokenExpires });
}

function sealed(session: Session): Session {
  return changed(session, {
    accessToken:
      session.accessToken && sealText(session.accessToken, purpose(session, "accessToken")),
    refreshToken:
      session.refreshToken && sealText(session.refreshToken, purpose(session, "refreshToken")),
  });
}

function opened(session: Session): Session {
  return changed(session, {
    accessToken:
      session.accessToken && openText(session.accessToken, purpose(session, "accessToken")),
    refreshToken:
      session.refreshToken && openText(session.refreshToken, purpose(session, "refreshToken")),
  });
}

function purpose(session: Session, column: string): string {
  return `${session.shop}.session.${column}`;
}

function changed(session: Session, changes: Partial<Session>): Session {
  return new Session({ ...session.toObject(), ...changes });
}
