type Signal<T> = { value: T };

/** What these examples use of Shopify's global. */
export type ShopifyGlobal = {
  i18n: { translate: (key: string, values?: Record<string, unknown>) => string };
  settings: Signal<{ title?: string }>;
  authenticatedAccount: { customer: Signal<{ id: string } | undefined> };
  sessionToken: { get: () => Promise<string> };
  toast: { show: (text: string) => Promise<unknown> };
  orderConfirmation?: Signal<{ order: { id: string }; isFirstOrder: boolean }>;
};

/** An element with attributes and content, put at the end of another. */
export function add(
  parent: Element,
  name: string,
  attributes: Record<string, string> = {},
  text = "",
): HTMLElement {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  parent.append(element);
  return element;
}
