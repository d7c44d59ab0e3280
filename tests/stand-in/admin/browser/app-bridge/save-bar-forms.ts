import type { SaveBar } from "./save-bar.ts";

const bars = new WeakMap<HTMLFormElement, SaveBar>();

/** `<form data-save-bar>`: a change in it brings the save bar, which submits or resets the form. */
export function serveSaveBarForms(): void {
  for (const type of ["input", "change"]) {
    document.addEventListener(type, (event) => {
      const form = formOf(event.target);
      if (form) void barOf(form).show();
    });
  }
  for (const type of ["submit", "reset"]) {
    document.addEventListener(type, (event) => {
      const form = formOf(event.target);
      if (form) void bars.get(form)?.hide();
    });
  }
}

function formOf(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest<HTMLFormElement>("form[data-save-bar]") : null;
}

/** The bar of a form: made once, never put into the page, so that the app's own rendering is left alone. */
function barOf(form: HTMLFormElement): SaveBar {
  const known = bars.get(form);
  if (known) return known;
  const bar = document.createElement("ui-save-bar") as SaveBar;
  const button = (label: string, variant: string, press: () => void) => {
    const element = document.createElement("button");
    element.textContent = label;
    element.setAttribute("variant", variant);
    element.addEventListener("click", press);
    bar.append(element);
  };
  button("Save", "primary", () => form.requestSubmit());
  button("Discard", "", () => form.reset());
  bars.set(form, bar);
  return bar;
}
