import { tellAdmin } from "./connection.ts";
import { titleBarOf } from "./title-bar.ts";

/** `<ui-modal>`: the app's content over the app, with the title and buttons of its `<ui-title-bar>`. */
export class Modal extends HTMLElement {
  private readonly body = document.createElement("div");
  private dialog: HTMLDialogElement | null = null;

  get content(): HTMLElement {
    return this.body;
  }

  get contentWindow(): Window | null {
    return this.body.querySelector("iframe")?.contentWindow ?? null;
  }

  get variant(): string {
    return this.getAttribute("variant") ?? "base";
  }

  get src(): string | null {
    return this.getAttribute("src");
  }

  show(): Promise<void> {
    if (this.dialog) return Promise.resolve();
    const dialog = this.build();
    this.dialog = dialog;
    document.body.append(dialog);
    dialog.showModal();
    tellAdmin({ type: "modal", open: true });
    this.dispatchEvent(new Event("show"));
    return Promise.resolve();
  }

  hide(): Promise<void> {
    const { dialog } = this;
    if (!dialog) return Promise.resolve();
    this.dialog = null;
    dialog.close();
    dialog.remove();
    tellAdmin({ type: "modal", open: false });
    this.dispatchEvent(new Event("hide"));
    return Promise.resolve();
  }

  toggle(): Promise<void> {
    return this.dialog ? this.hide() : this.show();
  }

  disconnectedCallback(): void {
    void this.hide();
  }

  /** Content that is plain markup in the element; React renders into `content` itself. */
  private ownContent(): Element[] {
    return [...this.children].filter(({ localName }) => !localName.startsWith("ui-"));
  }

  private build(): HTMLDialogElement {
    const bar = this.querySelector("ui-title-bar");
    const { title, actions } = bar ? titleBarOf(bar) : { title: "", actions: [] };
    const dialog = document.createElement("dialog");
    dialog.className = `app-bridge-modal app-bridge-modal--${this.variant}`;
    dialog.setAttribute("aria-label", title || "Dialog");
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      void this.hide();
    });
    const head = document.createElement("header");
    const heading = document.createElement("h2");
    heading.textContent = title;
    head.append(
      heading,
      buttonFor("✕", "Close", () => void this.hide()),
    );
    const foot = document.createElement("footer");
    const sources = bar ? [...bar.querySelectorAll<HTMLElement>("button, a")] : [];
    foot.append(...actions.map((action, i) => actionButton(action, () => sources[i]?.click())));
    if (this.src) this.body.replaceChildren(pageIn(this.src));
    else if (this.body.childNodes.length === 0) this.body.append(...this.ownContent());
    dialog.append(head, this.body, ...(actions.length > 0 ? [foot] : []));
    return dialog;
  }
}

function actionButton(action: ReturnType<typeof titleBarOf>["actions"][number], press: () => void) {
  const button = buttonFor(action.label, "", press);
  button.disabled = action.disabled || action.loading;
  if (action.primary) button.dataset["variant"] = action.critical ? "critical" : "primary";
  return button;
}

function buttonFor(text: string, label: string, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", press);
  return button;
}

function pageIn(src: string): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.src = src;
  frame.title = "Dialog content";
  return frame;
}
