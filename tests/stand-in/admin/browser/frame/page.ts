/** What the server wrote into the page. */
export type FrameConfig = {
  /** Where the app's documents come from; nothing else is listened to. */
  appOrigin: string;
  /** `/admin/store/demo`, of this origin. */
  adminBase: string;
  /** `/admin/store/demo/apps/encore`. */
  appBase: string;
  shopDomain: string;
  shopName: string;
  appName: string;
};

export const config = JSON.parse(byId("frame-config").textContent ?? "{}") as FrameConfig;

/** An element of the frame. Throws when the page does not have it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The frame has no #${id}`);
  return element as T;
}

/** A button with a text and what pressing it does. */
export function button(text: string, className: string, press: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = className;
  element.textContent = text;
  element.addEventListener("click", press);
  return element;
}
