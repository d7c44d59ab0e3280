import type { Toast } from "../messages.ts";
import { tellApp } from "./connection.ts";
import { button, byId } from "./page.ts";

const shown = new Map<string, HTMLElement>();

export function showToast(toast: Toast): void {
  const element = document.createElement("div");
  element.className = toast.isError ? "toast toast--error" : "toast";
  const text = document.createElement("span");
  text.textContent = toast.message;
  element.append(text);
  if (toast.action !== null) {
    const press = () => {
      tellApp({ type: "toastAction", id: toast.id });
      hideToast(toast.id);
    };
    element.append(button(toast.action, "toast__action", press));
  }
  const close = button("✕", "toast__close", () => hideToast(toast.id));
  close.setAttribute("aria-label", "Dismiss");
  element.append(close);
  byId("toasts").append(element);
  shown.set(toast.id, element);
  setTimeout(() => hideToast(toast.id), toast.duration);
}

export function hideToast(id: string): void {
  const element = shown.get(id);
  if (!element) return;
  shown.delete(id);
  element.remove();
  tellApp({ type: "toastGone", id });
}
