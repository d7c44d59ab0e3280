import type { Visit } from "./visit.ts";

/** Holds back what a form sends to this path until `type` has typed on, then lets it through. */
export async function typeWhileSaving(
  { page }: Visit,
  path: string,
  save: () => Promise<void>,
  type: () => Promise<void>,
): Promise<void> {
  const isForm = (url: URL) => url.pathname === path;
  let letThrough = () => {};
  const typed = new Promise<void>((done) => (letThrough = done));
  await page.route(isForm, async (route) => {
    if (route.request().method() === "POST") await typed;
    await route.fallback();
  });
  const sent = page.waitForRequest(
    (request) => request.method() === "POST" && isForm(new URL(request.url())),
  );
  await save();
  await sent;
  await type();
  letThrough();
  await page.unroute(isForm);
}
