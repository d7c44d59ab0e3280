import { watch } from "./actions.ts";
import { onAdmin, tellAdmin } from "./connection.ts";

/** `<ui-nav-menu>` and `<s-app-nav>`: the app's pages in the admin's own navigation. */
export class NavMenu extends HTMLElement {
  private unwatch: (() => void) | null = null;

  constructor() {
    super();
    onAdmin((message) => {
      if (message.type === "welcome" && this.isConnected) this.tell();
    });
  }

  connectedCallback(): void {
    this.unwatch = watch(this, () => this.tell());
  }

  disconnectedCallback(): void {
    this.unwatch?.();
    tellAdmin({ type: "nav", items: [] });
  }

  private tell(): void {
    const links = [...this.querySelectorAll<HTMLElement>("a[href], s-link[href]")];
    const items = links.map((link) => ({
      label: link.textContent?.trim() ?? "",
      href: link.getAttribute("href") ?? "",
      home: link.getAttribute("rel") === "home",
    }));
    tellAdmin({ type: "nav", items });
  }
}

/** The same element under its newer name. */
export class AppNav extends NavMenu {}
