import type { DatabaseSync } from "node:sqlite";

export type TokenRow = {
  accessToken: string;
  shopId: string;
  kind: "offline" | "online";
  /** Comma-joined, as granted. */
  scopes: string;
  /** Real time in ms, null: never. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  /** The refresh token that this one was got with. */
  replaces: string | null;
};

export type Tokens = {
  put: (token: TokenRow) => void;
  find: (accessToken: string) => TokenRow | null;
  /** Null also when it was retired. */
  findByRefreshToken: (refreshToken: string) => TokenRow | null;
  /** The refresh token cannot be used again. */
  retire: (refreshToken: string) => void;
  remove: (accessToken: string) => void;
  /** Every token of a shop ends (uninstall). */
  removeOfShop: (shopId: string) => void;
};

const COLUMNS = `access_token AS accessToken, shop_id AS shopId, kind, scopes, expires_at AS expiresAt,
  refresh_token AS refreshToken, refresh_expires_at AS refreshExpiresAt, replaces`;

export function openTokens(db: DatabaseSync): Tokens {
  const write = db.prepare(
    `INSERT INTO access_token (access_token, shop_id, kind, scopes, expires_at, refresh_token, refresh_expires_at, replaces)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const byAccess = db.prepare(`SELECT ${COLUMNS} FROM access_token WHERE access_token = ?`);
  const byRefresh = db.prepare(
    `SELECT ${COLUMNS} FROM access_token WHERE refresh_token = ? AND retired = 0`,
  );
  const retire = db.prepare("UPDATE access_token SET retired = 1 WHERE refresh_token = ?");
  const remove = db.prepare("DELETE FROM access_token WHERE access_token = ?");
  const erase = db.prepare("DELETE FROM access_token WHERE shop_id = ?");
  return {
    put: (token) =>
      void write.run(
        token.accessToken,
        token.shopId,
        token.kind,
        token.scopes,
        token.expiresAt,
        token.refreshToken,
        token.refreshExpiresAt,
        token.replaces,
      ),
    find: (accessToken) => (byAccess.get(accessToken) as TokenRow | undefined) ?? null,
    findByRefreshToken: (token) => (byRefresh.get(token) as TokenRow | undefined) ?? null,
    retire: (refreshToken) => void retire.run(refreshToken),
    remove: (accessToken) => void remove.run(accessToken),
    removeOfShop: (shopId) => void erase.run(shopId),
  };
}
