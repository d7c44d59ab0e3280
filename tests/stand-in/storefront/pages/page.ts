import { sendHtml } from "../../http.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import type { Visit } from "../visit.ts";
import { sendMissing } from "./missing.ts";

/** The shop's one page of its own, `/pages/rewards`: room for the app's blocks. */
export function sendPage(visit: Visit, handle: string): true {
  if (handle !== "rewards") return sendMissing(visit);
  const title = themeText(visit, "rewards.heading");
  const page = {
    handle,
    title,
    content: themeText(visit, "rewards.text"),
    url: `${visit.root}pages/${handle}`,
  };
  return sendHtml(visit.response, 200, renderPage(visit, "page.rewards", title, { page }));
}
