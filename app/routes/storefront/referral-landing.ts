import { setTimeout as wait } from "node:timers/promises";

import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { visitorAddress } from "#app/http/proxies.server.ts";
import { rateLimit } from "#app/http/rate-limit.server.ts";
import {
  claimWelcome,
  lookAtInvitation,
  recordVisit,
} from "#app/loyalty/referrals/visits/visits.server.ts";
import { comparableIp } from "#app/orders/comparable-place.ts";
import {
  landingLiquid,
  type LandingPage,
} from "#app/storefront/referral-landing/referral-landing.ts";

import { customerOfProxy } from "../shopper/current-shopper.server.ts";
import { fieldsOf, isForm } from "../shopper/form-answers.server.ts";

/** What a friend types to get a welcome code. */
const WelcomeAsk = z.object({ email: z.string().trim().max(254).pipe(z.email()) });

/** Enough for a family behind one address; far too few to find any of the 2^58 codes. */
const visits = rateLimit("visits", { points: 1, seconds: 5, burst: 30 });
const claims = rateLimit("claims", { points: 1, seconds: 120, burst: 6 });
const ofShop = rateLimit("visits-of-shop", { points: 50, seconds: 1, burst: 500 });

/** An answer never comes sooner, so that its time does not tell whether there was something to write. */
const NOT_BEFORE_MS = 80;

/**
 * GET /apps/encore/r/CODE, or ?code=CODE as somebody typed it: a friend comes by somebody's link. Who mistyped is told so. Whether
 * there is such a code is all that can be learnt, and far too slowly to find one: whoever tries too many is told nothing.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await customerOfProxy(request);
  const ip = comparableIp(visitorAddress(request));
  const code = params["code"] ?? new URL(request.url).searchParams.get("code") ?? "";
  const isBusy = (await visits(`${shop.id}.${ip}`)) > 0 || (await ofShop(shop.id)) > 0;
  const [landing] = await Promise.all([
    isBusy ? lookAtInvitation(shop.id) : recordVisit(shop.id, { code, ip }, now()),
    wait(NOT_BEFORE_MS),
  ]);
  const isMistyped = "known" in landing && !landing.known;
  const outcome = !landing.active ? "closed" : isMistyped ? "mistyped" : "open";
  return page({ ...ofLanding(landing, shop.currency), answer: { outcome } });
}

/** POST /apps/encore/r/CODE: the friend says their email and gets their welcome code. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop } = await customerOfProxy(request);
  const ip = comparableIp(visitorAddress(request));
  const landing = ofLanding(await lookAtInvitation(shop.id), shop.currency);
  const isBusy = (await claims(`${shop.id}.${ip}`)) > 0 || (await ofShop(shop.id)) > 0;
  if (isBusy) return page({ ...landing, answer: { outcome: "busy" } }, 429);

  const typed = WelcomeAsk.safeParse(isForm(request) ? await fieldsOf(request) : {});
  if (!typed.success) return page({ ...landing, answer: { outcome: "invalid" } }, 422);

  const code = params["code"] ?? new URL(request.url).searchParams.get("code") ?? "";
  const asked = { code, email: typed.data.email, ip };
  const [welcome] = await Promise.all([claimWelcome(shop.id, asked, now()), wait(NOT_BEFORE_MS)]);
  if (welcome.outcome !== "code") return page({ ...landing, answer: welcome });
  const { visitId } = welcome;
  return page({ ...landing, visitId, answer: { outcome: "code", code: welcome.code } });
}

type Landing = Awaited<ReturnType<typeof lookAtInvitation>>;

function ofLanding({ visitId, friendReward, minimumMinor }: Landing, currency: string) {
  return { visitId, gift: friendReward, minimumMinor, currency };
}

/** Liquid, which Shopify renders in the shop's theme. */
function page(landing: LandingPage, status = 200): Response {
  return new Response(landingLiquid(landing), {
    status,
    headers: { "content-type": "application/liquid", "cache-control": "no-store" },
  });
}
