import type { Action } from "../messages.ts";
import { tellApp } from "./connection.ts";
import { button } from "./page.ts";

/** A button of the app as the admin shows it. */
export function actionButton(
  action: Action,
  onPress: () => void = () => undefined,
): HTMLButtonElement {
  const tone = action.critical ? " button--critical" : "";
  const element = button(
    action.label,
    `button${action.primary ? " button--primary" : ""}${tone}`,
    () => {
      onPress();
      tellApp({ type: "press", id: action.id });
    },
  );
  element.disabled = action.disabled || action.loading;
  if (action.loading) element.setAttribute("aria-busy", "true");
  return element;
}
