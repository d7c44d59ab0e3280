import type { FromApp } from "../messages.ts";
import { answer } from "./answers.ts";
import { iframe, onApp, tellApp } from "./connection.ts";
import { followApp, openOutside, serveHomeLink, showNav } from "./navigation.ts";
import { byId } from "./page.ts";
import { showSaveBar } from "./save-bar.ts";
import { showTitleBar } from "./title-bar.ts";
import { hideToast, showToast } from "./toasts.ts";

// The admin around the app: shows what App Bridge in the iframe asks for. The iframe is loaded last, when all this listens.

onApp(receive);
serveHomeLink();
serveMenuButton();
iframe.src = iframe.dataset["src"] ?? "";

function receive(message: FromApp): void {
  switch (message.type) {
    case "hello":
      showSaveBar(null); // a new document has no unsaved changes
      return tellApp({ type: "welcome" });
    case "request":
    case "pick":
      return void answer(message);
    case "navigated":
      return followApp(message.path);
    case "open":
      return openOutside(message.url, message.target);
    case "nav":
      return showNav(message.items);
    case "titleBar":
      return showTitleBar(message.bar);
    case "saveBar":
      return showSaveBar(message.bar);
    case "toast":
      return showToast(message.toast);
    case "hideToast":
      return hideToast(message.id);
    case "loading":
      byId("loading").hidden = !message.on;
      return;
    case "modal":
      document.body.toggleAttribute("data-modal", message.open);
  }
}

/** On narrow screens the navigation opens and closes. */
function serveMenuButton(): void {
  const menu = byId("menu-button");
  menu.addEventListener("click", () => {
    const open = document.body.dataset["nav"] !== "open";
    document.body.dataset["nav"] = open ? "open" : "closed";
    menu.setAttribute("aria-expanded", String(open));
  });
}
