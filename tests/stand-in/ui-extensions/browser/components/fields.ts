import { CONTROL_STYLE, escaped, HostElement } from "./host-element.ts";

/** A labelled field of a form; its `value` is what the shopper typed. */
export class FieldElement extends HostElement {
  static type = "text";
  private typed: string | null = null;

  get value(): string {
    return this.typed ?? this.said("value");
  }

  set value(text: string) {
    this.typed = text;
    const input = this.shadow.querySelector("input, textarea, select");
    if (input && "value" in input) input.value = text;
  }

  protected control(): string {
    const type = (this.constructor as typeof FieldElement).type;
    const limits = ["min", "max", "step", "maxLength", "minLength", "placeholder", "autocomplete"]
      .filter((name) => this.said(name))
      .map((name) => ` ${name}="${escaped(this.said(name))}"`)
      .join("");
    return `<input id="field" type="${type}" value="${escaped(this.value)}"${limits}${this.flags()}>`;
  }

  protected flags(): string {
    const invalid = this.said("error") ? ' aria-invalid="true" aria-describedby="error"' : "";
    return `${this.is("disabled") ? " disabled" : ""}${this.is("required") ? " required" : ""}${this.is("readOnly") ? " readonly" : ""}${invalid}`;
  }

  protected draw(): void {
    const focused = this.shadow.activeElement !== null;
    const error = this.said("error");
    this.shadow.innerHTML = `${CONTROL_STYLE}<style>:host{display:block}label{display:block}</style>
      <label for="field">${escaped(this.said("label"))}</label>${this.control()}
      ${this.said("details") ? `<p>${escaped(this.said("details"))}</p>` : ""}
      ${error ? `<p id="error" role="alert">${escaped(error)}</p>` : ""}`;
    const input = this.shadow.querySelector<HTMLInputElement>("input, textarea, select");
    for (const name of ["input", "change"]) {
      input?.addEventListener(name, (event) => {
        // One event, the host's own: it carries the host's value.
        event.stopPropagation();
        this.typed = input.value;
        this.dispatchEvent(new Event(name, { bubbles: true }));
      });
    }
    input?.addEventListener("keydown", (event) => {
      if ((event as KeyboardEvent).key === "Enter" && input.localName === "input")
        this.closest("s-form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    });
    if (focused) input?.focus();
  }
}

export class EmailElement extends FieldElement {
  static override type = "email";
}
export class NumberElement extends FieldElement {
  static override type = "number";
}
export class DateElement extends FieldElement {
  static override type = "date";
}

export class TextAreaElement extends FieldElement {
  protected override control(): string {
    return `<textarea id="field"${this.flags()}>${escaped(this.value)}</textarea>`;
  }
}

/** A select; its options are `s-option` elements. */
export class SelectElement extends FieldElement {
  protected override control(): string {
    const options = [...this.querySelectorAll("s-option")].map((option) => {
      const value = option.getAttribute("value") ?? "";
      const chosen = value === this.value ? " selected" : "";
      return `<option value="${escaped(value)}"${chosen}>${escaped(option.textContent ?? "")}</option>`;
    });
    return `<select id="field"${this.flags()}>${options.join("")}</select>`;
  }
}

/** A box to tick; `checked` is what the shopper chose. */
export class CheckboxElement extends HostElement {
  private ticked: boolean | null = null;

  get checked(): boolean {
    return this.ticked ?? this.is("checked");
  }

  set checked(value: boolean) {
    this.ticked = Boolean(value);
    const box = this.shadow.querySelector("input");
    if (box) box.checked = this.ticked;
  }

  protected draw(): void {
    const off = this.is("disabled") ? " disabled" : "";
    const role = this.localName === "s-switch" ? ' role="switch"' : "";
    this.shadow.innerHTML = `${CONTROL_STYLE}<label><input type="checkbox"${role}${this.checked ? " checked" : ""}${off}> ${escaped(this.said("label"))}</label>`;
    const box = this.shadow.querySelector("input");
    box?.addEventListener("change", (event) => {
      event.stopPropagation();
      this.ticked = box.checked;
      this.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
