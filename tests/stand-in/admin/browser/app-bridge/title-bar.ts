import type { TitleBar as Bar } from "../messages.ts";
import { actionOf, watch } from "./actions.ts";
import { onAdmin, tellAdmin } from "./connection.ts";

/** `<ui-title-bar>`: the page's title and buttons in the admin's title bar. Inside a modal it is the modal's. */
export class TitleBar extends HTMLElement {
  private unwatch: (() => void) | null = null;

  constructor() {
    super();
    onAdmin((message) => {
      if (message.type === "welcome" && this.isConnected && this.unwatch) this.tell();
    });
  }

  connectedCallback(): void {
    if (this.closest("ui-modal")) return;
    this.unwatch = watch(this, () => this.tell());
  }

  disconnectedCallback(): void {
    if (!this.unwatch) return;
    this.unwatch();
    // The next page brings its own bar in the same moment: only without one is the bar empty.
    queueMicrotask(() => {
      if (!document.querySelector("ui-title-bar")) tellAdmin({ type: "titleBar", bar: null });
    });
  }

  private tell(): void {
    tellAdmin({ type: "titleBar", bar: titleBarOf(this) });
  }
}

export function titleBarOf(element: Element): Bar {
  const all = [...element.querySelectorAll<HTMLElement>("button, a")];
  const breadcrumb = all.find((one) => one.getAttribute("variant") === "breadcrumb");
  return {
    title: element.getAttribute("title") ?? "",
    breadcrumb: breadcrumb ? actionOf(breadcrumb) : null,
    actions: all.filter((one) => one !== breadcrumb).map(actionOf),
  };
}
