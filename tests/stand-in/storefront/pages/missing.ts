import { sendHtml } from "../../http.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import type { Visit } from "../visit.ts";

export function sendMissing(visit: Visit): true {
  return sendHtml(
    visit.response,
    404,
    renderPage(visit, "404", themeText(visit, "missing.heading")),
  );
}
