import type { HostFacts } from "../host-facts.ts";
import { localAddress } from "./addresses.ts";
import { shopifyGlobal } from "./shopify.ts";

type Start = () => unknown;

/**
 * Fetches a bundle and runs it as Shopify's worker would: `document.body` is the extension's own place, there is no
 * `window`, no `localStorage`, and `fetch` only with the capability for it.
 */
export async function runExtension(slot: HTMLElement, facts: HostFacts): Promise<void> {
  const code = await (await fetch(facts.scriptUrl)).text();
  const shopify = shopifyGlobal(facts, slot);
  const scope: Record<string, unknown> = {
    shopify,
    document: ownDocument(slot),
    navigation: navigationOf(facts),
    fetch: fetchOf(facts),
    window: undefined,
    localStorage: undefined,
    sessionStorage: undefined,
    location: undefined,
    parent: undefined,
    top: undefined,
  };
  const self = new Proxy(globalThis, {
    get: (real, name) =>
      Object.hasOwn(scope, name) ? scope[String(name)] : Reflect.get(real, name),
    has: (real, name) => Object.hasOwn(scope, name) || Reflect.has(real, name),
  });
  const names = [...Object.keys(scope), "self", "globalThis"];
  // The bundle is the app's own script; a function gives it names of its own without a frame around it.
  const run = new Function(...names, `${code}\nreturn __extension.default;`) as (
    ...values: unknown[]
  ) => Start | undefined;
  const start = run(...Object.values(scope), self, self);
  if (!start) throw new Error("The module has no default export");
  await start();
  slot.dataset["ready"] = "";
}

/** The page's document, but with the extension's place as its body. */
function ownDocument(slot: HTMLElement): Document {
  return new Proxy(document, {
    get(real, name) {
      if (name === "body") return slot;
      const value: unknown = Reflect.get(real, name, real);
      return typeof value === "function" ? (value.bind(real) as unknown) : value;
    },
  });
}

function fetchOf(facts: HostFacts): typeof fetch {
  if (facts.capabilities.includes("network_access")) return fetch.bind(globalThis);
  return () =>
    Promise.reject(new TypeError("The extension's TOML does not ask for network_access"));
}

/** `navigation` of full pages: it goes to pages of the account, of extensions, or out. */
function navigationOf(facts: HostFacts) {
  return {
    navigate: (url: string) => location.assign(localAddress(url, facts)),
    currentEntry: { key: "0", url: `extension:/${facts.path}`, getState: () => null },
    updateCurrentEntry: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
}
