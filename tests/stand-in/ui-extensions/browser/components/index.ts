import { ActionElement, ClipboardElement, OverlayElement } from "./actions.ts";
import {
  CheckboxElement,
  DateElement,
  EmailElement,
  FieldElement,
  NumberElement,
  SelectElement,
  TextAreaElement,
} from "./fields.ts";
import { DRAWINGS, plainComponent, roleComponent, ROLES } from "./plain.ts";

/** Each name needs a class of its own, also where the behaviour is the same. */
const BEHAVIOURS: Record<string, CustomElementConstructor> = {
  "s-button": ActionElement,
  "s-link": class extends ActionElement {},
  "s-clickable": class extends ActionElement {},
  "s-clickable-chip": class extends ActionElement {},
  "s-press-button": class extends ActionElement {},
  "s-modal": OverlayElement,
  "s-sheet": class extends OverlayElement {},
  "s-popover": class extends OverlayElement {},
  "s-clipboard-item": ClipboardElement,
  "s-text-field": FieldElement,
  "s-url-field": class extends FieldElement {},
  "s-phone-field": class extends FieldElement {},
  "s-email-field": EmailElement,
  "s-number-field": NumberElement,
  "s-date-field": DateElement,
  "s-text-area": TextAreaElement,
  "s-select": SelectElement,
  "s-checkbox": CheckboxElement,
  "s-switch": class extends CheckboxElement {},
};

/** Makes the browser know the components that extensions are built of. */
export function defineComponents(): void {
  for (const [name, behaviour] of Object.entries(BEHAVIOURS))
    customElements.define(name, behaviour);
  for (const [name, drawing] of Object.entries(DRAWINGS))
    customElements.define(name, plainComponent(drawing));
  for (const [name, role] of Object.entries(ROLES))
    customElements.define(name, roleComponent(role));
}
