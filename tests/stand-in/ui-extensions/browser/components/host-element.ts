/** A Polaris component of extensions: draws itself into a shadow root, again when its attributes change. */
export abstract class HostElement extends HTMLElement {
  protected readonly shadow = this.attachShadow({ mode: "open" });
  private readonly watch = new MutationObserver(() => this.draw());

  connectedCallback(): void {
    this.draw();
    this.watch.observe(this, { attributes: true });
  }

  disconnectedCallback(): void {
    this.watch.disconnect();
  }

  /** An attribute by its camelCase name, as extensions write it; HTML keeps it in small letters. */
  protected said(name: string): string {
    return this.getAttribute(name.toLowerCase()) ?? "";
  }

  protected is(name: string): boolean {
    return this.hasAttribute(name.toLowerCase()) && this.said(name) !== "false";
  }

  protected abstract draw(): void;
}

/** Controls that a finger finds. */
export const CONTROL_STYLE = `<style>
  input, select, textarea, button { font: inherit; min-height: 2.25rem; }
  input[type="checkbox"] { width: 1.5rem; min-height: 1.5rem; vertical-align: middle; }
</style>`;

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
