import type { HostFacts } from "../host-facts.ts";
import { translator } from "./translate.ts";

/** A value that extensions may subscribe to. Nothing here changes while a page is open. */
function signal<T>(value: T) {
  return { value, current: value, subscribe: () => () => undefined, destroy: async () => {} };
}

type Format = { inExtensionLocale?: boolean };

/** The `shopify` global of an extension, with what its target has. */
export function shopifyGlobal(facts: HostFacts, slot: HTMLElement): Record<string, unknown> {
  const locale = ({ inExtensionLocale }: Format) =>
    inExtensionLocale ? facts.extensionLanguage : facts.language;
  return {
    setSignals: () => undefined,
    extensionPoint: facts.target,
    version: facts.apiVersion,
    extension: {
      apiVersion: facts.apiVersion,
      target: facts.target,
      version: undefined,
      scriptUrl: facts.scriptUrl,
      capabilities: signal(facts.capabilities),
      rendered: signal(true),
      editor: undefined,
    },
    localization: {
      language: signal({ isoCode: facts.language }),
      extensionLanguage: signal({ isoCode: facts.extensionLanguage }),
      country: signal({ isoCode: facts.country }),
      currency: signal({ isoCode: facts.currency }),
      timezone: signal(facts.timezone),
    },
    i18n: {
      translate: translator(facts.texts, facts.extensionLanguage),
      formatNumber: (number: number | bigint, options: Format & Intl.NumberFormatOptions = {}) =>
        new Intl.NumberFormat(locale(options), options).format(number),
      formatCurrency: (number: number | bigint, options: Format & Intl.NumberFormatOptions = {}) =>
        new Intl.NumberFormat(locale(options), {
          style: "currency",
          currency: facts.currency,
          ...options,
        }).format(number),
      formatDate: (date: Date, options: Format & Intl.DateTimeFormatOptions = {}) =>
        new Intl.DateTimeFormat(locale(options), options).format(date),
    },
    sessionToken: {
      async get(): Promise<string> {
        const { token } = (await (await fetch(facts.tokenUrl)).json()) as { token: string };
        return token;
      },
    },
    storage: storageOf(facts),
    settings: signal(facts.settings),
    toast: { show: (text: string) => Promise.resolve(showToast(slot, text)) },
    analytics: { publish: () => Promise.resolve(true), visitor: () => Promise.resolve({}) },
    customerPrivacy: signal({
      visitorConsent: {},
      shouldShowBanner: false,
      saleOfDataRegion: false,
    }),
    query: () => Promise.reject(new Error("The stand-in has no Storefront API")),
    shop: facts.shop,
    authenticatedAccount: {
      customer: signal(facts.customer ?? undefined),
      purchasingCompany: signal(undefined),
    },
    buyerIdentity: {
      customer: signal(facts.customer ?? undefined),
      email: signal(facts.email ?? undefined),
      phone: signal(undefined),
      purchasingCompany: signal(undefined),
    },
    ...orderOf(facts),
  };
}

/** What pages of one order have: `order` in accounts, `orderConfirmation` after the checkout. */
function orderOf({ order, target }: HostFacts): Record<string, unknown> {
  if (!order) return {};
  const { id, name, confirmationNumber, isFirstOrder } = order;
  if (target.startsWith("purchase.thank-you")) {
    return {
      orderConfirmation: signal({ order: { id }, number: confirmationNumber, isFirstOrder }),
    };
  }
  return { order: signal({ id, name, confirmationNumber }) };
}

/** Kept in the browser for each app, as Shopify does. */
function storageOf({ shop }: HostFacts) {
  const name = (key: string) => `extension ${shop.myshopifyDomain} ${key}`;
  return {
    read: (key: string) =>
      Promise.resolve(JSON.parse(localStorage.getItem(name(key)) ?? "null") as unknown),
    write: (key: string, data: unknown) =>
      Promise.resolve(localStorage.setItem(name(key), JSON.stringify(data))),
    delete: (key: string) => Promise.resolve(localStorage.removeItem(name(key))),
  };
}

function showToast(slot: HTMLElement, text: string): { hide: () => void } {
  const toast = document.createElement("p");
  toast.className = "notice";
  toast.setAttribute("role", "status");
  toast.textContent = text;
  slot.after(toast);
  return { hide: () => toast.remove() };
}
