import { actionOf, watch } from "./actions.ts";
import { askAdmin, nextId, onAdmin, tellAdmin } from "./connection.ts";

let shown: SaveBar | null = null;

/** One bar at a time: showing another hides the first. */
function setShown(bar: SaveBar | null): void {
  shown = bar;
}

/** `<ui-save-bar>`: unsaved changes, shown over the admin's top bar until they are saved or discarded. */
export class SaveBar extends HTMLElement {
  private readonly key = nextId();
  private unwatch: (() => void) | null = null;

  constructor() {
    super();
    onAdmin((message) => {
      if (message.type === "welcome" && shown === this) this.tell();
    });
  }

  get showing(): boolean {
    return shown === this;
  }

  get discardConfirmation(): boolean {
    return this.hasAttribute("discardConfirmation");
  }

  set discardConfirmation(on: boolean) {
    this.toggleAttribute("discardConfirmation", on);
  }

  show(): Promise<void> {
    if (shown === this) return Promise.resolve();
    void shown?.hide();
    setShown(this);
    this.unwatch = watch(this, () => this.tell());
    this.dispatchEvent(new Event("show"));
    return Promise.resolve();
  }

  hide(): Promise<void> {
    if (shown !== this) return Promise.resolve();
    setShown(null);
    this.unwatch?.();
    tellAdmin({ type: "saveBar", bar: null });
    this.dispatchEvent(new Event("hide"));
    return Promise.resolve();
  }

  toggle(): Promise<void> {
    return this.showing ? this.hide() : this.show();
  }

  disconnectedCallback(): void {
    void this.hide();
  }

  private tell(): void {
    const buttons = [...this.querySelectorAll<HTMLElement>("button")];
    const save = buttons.find((button) => button.getAttribute("variant") === "primary") ?? null;
    const discard = buttons.find((button) => button !== save) ?? null;
    const bar = {
      id: this.key,
      save: save && actionOf(save),
      discard: discard && actionOf(discard),
    };
    tellAdmin({ type: "saveBar", bar });
  }
}

/** Asks before unsaved changes are lost; resolves when there are none or the merchant leaves them. */
export async function leaveConfirmation(): Promise<void> {
  if (shown) await askAdmin<void>({ type: "request", what: "leave" });
}
