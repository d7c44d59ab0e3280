import { all, sentenceOf, type Spoken } from "./page.ts";

/** How a block promises points for a product. A variant's is `points/unit`, whole numbers, before it is rounded. */
type EarnRule = Spoken & {
  product: string;
  rounding: string;
  variants: Record<string, string>;
};

const BLOCK = "[data-encore-earn]";

/**
 * Says what the chosen variant earns, as many of it as are asked for. Themes tell of a choice in different ways: by an event, by
 * writing into a hidden field, by the page's address, by a new form. Whatever happens, the form is read again, once a frame.
 */
export function watchProduct(): void {
  if (all(BLOCK).length === 0) return;
  const mutations = new MutationObserver(soon);
  let asked = false;
  function soon(): void {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      for (const block of all(BLOCK)) {
        // A theme may have put another section in place of the one that was watched.
        mutations.observe(block.closest(".shopify-section, main") ?? document.body, {
          subtree: true,
          childList: true,
          attributeFilter: ["value", "checked"],
        });
        showPoints(block);
      }
    });
  }
  for (const type of ["input", "change", "click", "popstate"]) addEventListener(type, soon);
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", soon);
  soon();
}

function showPoints(block: HTMLElement): void {
  const written = block.querySelector("[data-encore-earn-rule]")?.textContent;
  const text = block.querySelector("[data-encore-earn-text]");
  if (!written || !text) return;
  const rule = JSON.parse(written) as EarnRule;
  const points = pointsOf(rule, chosenOf(block, rule));
  // Nothing rather than the points of something else.
  block.hidden = !points;
  const sentence = points ? sentenceOf(rule, points, "[points]") : "";
  if (text.innerHTML !== sentence) text.innerHTML = sentence;
}

type Choice = { variant: string; quantity: number };

/** What the product's own form would put into the cart; without one what the address names, or the first variant. */
function chosenOf(block: HTMLElement, { product, variants }: EarnRule): Choice {
  const form = formOf(block, product);
  const quantity = Number(fieldOf(form, "quantity") || 1);
  const named = new URLSearchParams(location.search).get("variant");
  const variant = form ? fieldOf(form, "id") : (named ?? Object.keys(variants)[0]);
  return { variant: variant ?? "", quantity };
}

/** The nearest form that adds this product to the cart. Shopify writes the product into it; a theme's own may not. */
function formOf(block: HTMLElement, product: string): HTMLFormElement | undefined {
  for (let around = block.parentElement; around; around = around.parentElement) {
    const forms = around.querySelectorAll<HTMLFormElement>('form[action*="/cart/add"]');
    const own = [...forms].find((form) => [product, null].includes(fieldOf(form, "product-id")));
    if (own) return own;
  }
  return undefined;
}

/** A field's text; null when there is none. */
function fieldOf(form: HTMLFormElement | undefined, name: string): string | null {
  const field = form?.elements.namedItem(name);
  return field && "value" in field ? field.value : null;
}

/** Rounded as the order will be; 0 for what earns nothing, is unknown or cannot be said for certain. */
function pointsOf({ rounding, variants }: EarnRule, { variant, quantity }: Choice): number {
  const [earned = 0, unit = 0] = (variants[variant] ?? "").split("/").map(Number);
  const whole = earned * quantity;
  if (!(quantity > 0 && Number.isInteger(quantity) && Number.isSafeInteger(whole * 2))) return 0;
  const rest = whole % unit;
  const more = rounding === "up" ? rest > 0 : rounding === "half_up" && rest * 2 >= unit;
  return (whole - rest) / unit + (more ? 1 : 0) || 0;
}
