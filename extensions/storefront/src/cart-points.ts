import { all } from "./page.ts";

/** The cart changed without a new page: the server says again what it earns. */
export function watchCart(): void {
  if (all("[data-encore-cart]").length === 0) return;
  let soon: ReturnType<typeof setTimeout> | undefined;
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)/.test(name)))
      return;
    clearTimeout(soon);
    soon = setTimeout(() => void refreshCart(), 200);
  }).observe({ type: "resource", buffered: true });
}

async function refreshCart(): Promise<void> {
  const reply = await fetch(location.href);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const block of all("[data-encore-cart]")) {
    const fresh = page.getElementById(block.id);
    if (!fresh) continue;
    block.innerHTML = fresh.innerHTML;
    block.hidden = fresh.hidden;
  }
}
