import { z } from "zod";

import { readCookie, setCookie } from "./cookies.ts";
import type { Visit } from "./visit.ts";

/** The first page of a visit and where it was linked from; paths are as the shop's own host would have them. */
export type Landing = { site: string | null; referrer: string | null };

const Stored = z.object({ site: z.string().nullable(), referrer: z.string().nullable() });

const cookieName = (visit: Visit) => `landing_${visit.shop.handle}`;

/** Keeps where the visitor came in, once. */
export function rememberLanding(visit: Visit): void {
  if (readCookie(visit.request, cookieName(visit)) !== null) return;
  const { pathname, search } = visit.context.url;
  const site = `/${pathname.slice(visit.base.length)}${search}`;
  const referrer = visit.request.headers.referer ?? null;
  const landing: Landing = { site: site.slice(0, 500), referrer: referrer?.slice(0, 500) ?? null };
  setCookie(visit.response, cookieName(visit), JSON.stringify(landing), visit.base);
}

export function readLanding(visit: Visit): Landing {
  try {
    return Stored.parse(JSON.parse(readCookie(visit.request, cookieName(visit)) ?? ""));
  } catch {
    return { site: null, referrer: null };
  }
}

/** The visitor's address: the one that the proxy before us has added, else the connection's. */
export function browserIp(visit: Visit): string | null {
  const forwarded = visit.request.headers["x-forwarded-for"];
  const added = [forwarded].flat().at(-1)?.split(",").at(-1)?.trim();
  return added || (visit.request.socket.remoteAddress ?? null);
}
