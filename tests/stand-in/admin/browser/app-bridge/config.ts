import { apiKey } from "./connection.ts";

const KEPT = ["shop", "host", "locale"] as const;
const STORAGE = "app-bridge-config";

/** Parameters that belong to the frame and not to the page: they are not shown in the admin's address. */
export const FRAME_PARAMS = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
];

type Kept = Partial<Record<(typeof KEPT)[number], string>>;

/** The first address says whose shop this is; later ones of the same tab may not, so it is remembered. */
function readKept(): Kept {
  const kept = JSON.parse(sessionStorage.getItem(STORAGE) ?? "{}") as Kept;
  const query = new URLSearchParams(location.search);
  for (const name of KEPT) {
    const value = query.get(name);
    if (value) kept[name] = value;
  }
  sessionStorage.setItem(STORAGE, JSON.stringify(kept));
  return kept;
}

const kept = readKept();

export const config = {
  apiKey,
  shop: kept.shop ?? "",
  host: kept.host ?? "",
  locale: kept.locale ?? "en",
};

/** An address of the app as a document request must have it: with shop, host and `embedded`. */
export function documentUrl(href: string): URL {
  const url = new URL(href, location.href);
  url.searchParams.set("shop", config.shop);
  url.searchParams.set("host", config.host);
  url.searchParams.set("embedded", "1");
  return url;
}
