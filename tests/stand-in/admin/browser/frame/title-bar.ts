import type { TitleBar } from "../messages.ts";
import { actionButton } from "./actions.ts";
import { byId, config } from "./page.ts";

/** Shows the page's title and buttons; without any, the app's name. */
export function showTitleBar(bar: TitleBar | null): void {
  const title = bar?.title ?? "";
  byId("app-title").textContent = title || config.appName;
  byId("app-name").hidden = title === "" || title === config.appName;
  document.title = [title || config.appName, config.shopName].join(" · ");
  const actions = bar ? [...(bar.breadcrumb ? [bar.breadcrumb] : []), ...bar.actions] : [];
  byId("app-actions").replaceChildren(...actions.map((action) => actionButton(action)));
}
