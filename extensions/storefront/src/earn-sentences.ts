import { all } from "./page.ts";

/** Says what the chosen variant earns. Themes announce it with a change of the product form's "id" field. */
export function watchVariants(): void {
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof Element)) return;
    const form = target.closest<HTMLFormElement>('form[action*="/cart/add"]');
    const id = form?.elements.namedItem("id");
    if (id && "value" in id && id.value) showVariant(id.value);
  });
}

function showVariant(variantId: string): void {
  for (const block of all("[data-encore-earn]")) {
    const listed = block.querySelector("[data-encore-earn-variants]")?.textContent ?? "{}";
    const sentence = (JSON.parse(listed) as Record<string, string>)[variantId];
    const text = block.querySelector("[data-encore-earn-text]");
    if (sentence === undefined || !text) continue;
    text.innerHTML = sentence;
    block.hidden = sentence === "";
  }
}

/** The cart changed without a new page: the server says again what it earns. */
export function watchCart(): void {
  if (all("[data-encore-cart]").length === 0) return;
  let soon: ReturnType<typeof setTimeout> | undefined;
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(({ name }) => /\/cart\/(add|change|update|clear)/.test(name)))
      return;
    clearTimeout(soon);
    soon = setTimeout(() => void refreshCart(), 200);
  }).observe({ type: "resource" });
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
