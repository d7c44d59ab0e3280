import type { HostFacts } from "../../host-facts.ts";
import { localAddress } from "../addresses.ts";
import { CONTROL_STYLE, escaped, HostElement } from "./host-element.ts";

/** A button, or a link when it has an `href`. */
export class ActionElement extends HostElement {
  constructor() {
    super();
    this.addEventListener("click", () => this.act());
  }

  protected draw(): void {
    const label = this.said("accessibilityLabel");
    const name = label ? ` aria-label="${escaped(label)}"` : "";
    const href = this.said("href");
    const off = this.is("disabled") || this.is("loading") ? " disabled" : "";
    const busy = this.is("loading") ? ' aria-busy="true"' : "";
    const target = this.said("target") ? ` target="${escaped(this.said("target"))}"` : "";
    this.shadow.innerHTML = href
      ? `<a href="${escaped(localAddress(href, this.facts()))}"${target}${name}><slot></slot></a>`
      : `${CONTROL_STYLE}<button type="button"${off}${busy}${name}><slot></slot></button>`;
  }

  private facts(): Pick<HostFacts, "root" | "handle"> {
    const slot = this.closest<HTMLElement>("[data-extension]");
    return JSON.parse(slot?.dataset["extension"] ?? "{}") as HostFacts;
  }

  /** Submits the form around a submit button, and opens or closes what `commandFor` names. */
  private act(): void {
    if (this.said("type") === "submit")
      this.closest("s-form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    const id = this.said("commandFor");
    const target = id
      ? this.closest("[data-extension]")?.querySelector(`#${CSS.escape(id)}`)
      : null;
    if (target instanceof OverlayElement) target.obey(this.said("command"));
    if (target instanceof ClipboardElement) void target.copy();
  }
}

/** A modal, sheet or popover: not there until it is shown. */
export class OverlayElement extends HostElement {
  protected draw(): void {
    if (this.shadow.childNodes.length > 0) return;
    const label = escaped(this.said("heading") || this.said("accessibilityLabel"));
    const title = this.said("heading") ? `<h2>${escaped(this.said("heading"))}</h2>` : "";
    this.shadow.innerHTML = `<dialog aria-label="${label}">${title}<slot></slot><slot name="primary-action"></slot><slot name="secondary-actions"></slot></dialog>`;
    this.dialog()?.addEventListener("close", () => this.dispatchEvent(new Event("hide")));
  }

  obey(command: string): void {
    const open = this.dialog()?.open ?? false;
    const show = command === "--show" || (command !== "--hide" && !open);
    if (show) this.showOverlay();
    else this.hideOverlay();
  }

  showOverlay(): void {
    if (this.dialog()?.open) return;
    this.dialog()?.showModal();
    this.dispatchEvent(new Event("show"));
  }

  hideOverlay(): void {
    this.dialog()?.close();
  }

  private dialog(): HTMLDialogElement | null {
    return this.shadow.querySelector("dialog");
  }
}

/** Copies its `text` when a button or link that names it in `commandFor` is pressed. Nothing is seen of it. */
export class ClipboardElement extends HostElement {
  protected draw(): void {
    this.hidden = true;
  }

  async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.said("text"));
      this.dispatchEvent(new Event("copy"));
    } catch {
      this.dispatchEvent(new Event("copyerror"));
    }
  }
}
