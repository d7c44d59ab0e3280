import type { Action } from "../messages.ts";
import { nextId, onAdmin } from "./connection.ts";

const elements = new Map<string, WeakRef<HTMLElement>>();
const ids = new WeakMap<HTMLElement, string>();

onAdmin((message) => {
  if (message.type === "press") elements.get(message.id)?.deref()?.click();
});

/** A button or link of the app as the admin shows it; pressing it there clicks it here. */
export function actionOf(element: HTMLElement): Action {
  const id = ids.get(element) ?? nextId();
  ids.set(element, id);
  elements.set(id, new WeakRef(element));
  const on = (name: string) => element.hasAttribute(name) && element.getAttribute(name) !== "false";
  return {
    id,
    label: element.textContent?.trim() ?? "",
    primary: element.getAttribute("variant") === "primary",
    critical: element.getAttribute("tone") === "critical",
    disabled: on("disabled"),
    loading: on("loading"),
  };
}

/** Calls `changed` now, when the element's content changes, and until the returned function is called. */
export function watch(element: HTMLElement, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(element, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  changed();
  return () => observer.disconnect();
}
