import type { DatabaseSync } from "node:sqlite";

export type ThemeFile = { filename: string; body: string; updatedAt: string };

/** The files of a shop's one published theme. */
export type ThemeFiles = {
  find: (shopId: string, filename: string) => ThemeFile | null;
  list: (shopId: string) => ThemeFile[];
  put: (shopId: string, file: ThemeFile) => void;
};

export function openThemeFiles(db: DatabaseSync): ThemeFiles {
  const all = db.prepare(
    "SELECT filename, body, updated_at AS updatedAt FROM theme_file WHERE shop_id = ? ORDER BY filename",
  );
  const one = db.prepare(
    "SELECT filename, body, updated_at AS updatedAt FROM theme_file WHERE shop_id = ? AND filename = ?",
  );
  const write = db.prepare(
    "INSERT OR REPLACE INTO theme_file (shop_id, filename, body, updated_at) VALUES (?, ?, ?, ?)",
  );
  return {
    find: (shopId, filename) => (one.get(shopId, filename) as ThemeFile | undefined) ?? null,
    list: (shopId) => all.all(shopId) as ThemeFile[],
    put: (shopId, file) => void write.run(shopId, file.filename, file.body, file.updatedAt),
  };
}
