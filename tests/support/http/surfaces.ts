import { newId } from "#app/ground/ids.server.ts";
import { BROWSER } from "#tests/support/merchant.ts";

import { ANN } from "./asked-shop.ts";
import { flowBody, type Proof, WEBHOOK } from "./proofs.ts";

export type Surface = {
  path: string;
  /** What is sent to it about a shop of this domain, where it is not only read. */
  body?: (domain: string) => string;
  /** The kinds that it accepts. */
  right: string[];
  /** Browsers are sent to where they get a new token, when theirs is good nowhere. */
  isPage?: boolean;
};

const ACCOUNT = [
  "account token",
  "account token, dest with a scheme",
  "account token that says who issued it",
];
/** Where Encore can be asked something, and who may. */
export const surfaces: Record<string, Surface> = {
  "an admin page": { path: "/app", right: ["admin token"], isPage: true },
  "an admin page's data": {
    path: "/app/customers?_data=routes/admin/customers/list/route",
    right: ["admin token"],
  },
  "an admin button": {
    path: "/app/setup-guide/dismissal?_data=routes/admin/home/setup-guide-dismissal",
    body: () => "",
    right: ["admin token"],
  },
  "the storefront": { path: "/proxy/member", right: ["proxy signature"] },
  "the storefront, to change": {
    path: "/proxy/profile",
    body: () => JSON.stringify({ leaderboard: false }),
    right: ["proxy signature"],
  },
  "the customer account": { path: "/extension/member", right: ACCOUNT },
  "the customer account, to change": {
    path: "/extension/profile",
    body: () => JSON.stringify({ leaderboard: false }),
    right: ACCOUNT,
  },
  "the page after the checkout": {
    path: "/extension/orders/1",
    right: [...ACCOUNT, "checkout token", "checkout token, dest with a scheme"],
  },
  "the API": { path: "/api/loyalty/program", right: ["API key"] },
  "the API, to change": {
    path: `/api/loyalty/customers/${ANN}/points`,
    body: () => JSON.stringify({ points: 5 }),
    right: ["API key"],
  },
  "an action of Shopify Flow": {
    path: "/flow/give-points",
    body: flowBody,
    right: ["Flow signature"],
  },
  webhooks: { path: "/webhooks", body: () => WEBHOOK, right: ["webhook signature"] },
};

/**
 * Asks a surface with this to say who asks: a token in the header, and for a page in the address too. Returns the status, and where
 * a browser is sent to.
 */
export async function askAs(
  { url: app, domain }: { url: string; domain: string },
  { path, body, isPage }: Surface,
  proof: Proof,
): Promise<[status: number, page: string | null]> {
  const url = new URL(path, app);
  for (const [name, value] of proof.query ?? []) url.searchParams.set(name, value);
  const headers = new Headers({ "user-agent": BROWSER, ...proof.headers });
  if (isPage) {
    headers.set("accept", "text/html");
    url.searchParams.set("shop", domain);
    url.searchParams.set("host", Buffer.from(`${domain}/admin`).toString("base64"));
    url.searchParams.set("embedded", "1");
    if (proof.token) url.searchParams.set("id_token", proof.token);
  } else if (proof.token) headers.set("authorization", `Bearer ${proof.token}`);
  const text = body && (proof.body ?? body(domain));
  if (text !== undefined) {
    headers.set("content-type", "application/json");
    headers.set("idempotency-key", newId());
  }
  const reply = await fetch(url, {
    headers,
    redirect: "manual",
    ...(text !== undefined && { method: "POST", body: text }),
  });
  await reply.arrayBuffer();
  return [reply.status, reply.headers.get("location")?.split("?", 1)[0] ?? null];
}

/** What a surface answers whoever it does not believe: the status, and where a browser is sent to. */
export function refusalOf(
  surface: Surface,
  isGoodSomewhere: boolean,
): [status: number, page: string | null] {
  return surface.isPage && !isGoodSomewhere ? [302, "/auth/session-token"] : [401, null];
}
