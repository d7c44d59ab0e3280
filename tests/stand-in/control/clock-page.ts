import type { Handler } from "../handler.ts";
import { requestedOffset } from "../clock.ts";
import { HttpError, isForm, readInput, redirect, sendHtml, sendJson } from "../http.ts";
import { page } from "./layout.ts";

/** `/clock`: reads and moves the shop's clock, as JSON or as a page. */
export const handleClock: Handler = async (request, response, context) => {
  if (context.url.pathname !== "/clock") return false;
  const { clock } = context;
  if (request.method === "POST") {
    const offsetMs = requestedOffset((await readInput(request)) as Record<string, unknown>, clock);
    if (offsetMs === null)
      throw new HttpError(422, "Give offsetMs, advance (such as P1D) or now (ISO)");
    clock.setOffsetMs(offsetMs);
    if (isForm(request)) return redirect(response, "/clock");
  }
  const state = { now: clock.now().toISOString(), offsetMs: clock.offsetMs() };
  const wantsPage = (request.headers.accept ?? "").includes("text/html");
  return wantsPage ? sendHtml(response, 200, clockPage(state)) : sendJson(response, 200, state);
};

const STEPS = [
  ["PT1H", "One hour"],
  ["P1D", "One day"],
  ["P7D", "One week"],
  ["P30D", "30 days"],
  ["P365D", "One year"],
] as const;

function clockPage({ now, offsetMs }: { now: string; offsetMs: number }): string {
  const steps = STEPS.map(
    ([advance, label]) =>
      `<form method="post" action="/clock"><button name="advance" value="${advance}">${label} on</button></form>`,
  ).join("");
  return page(
    "Clock",
    `<p>The shop's time is <strong>${now}</strong>, ${Math.round(offsetMs / 60_000)} minutes from the machine's.</p>
    <div class="row">${steps}<form method="post" action="/clock"><button name="offsetMs" value="0">Back to the real time</button></form></div>
    <form method="post" action="/clock"><label>Set to <input name="now" placeholder="${now}"></label> <button>Set</button></form>`,
  );
}
