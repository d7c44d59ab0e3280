import { formatMinor } from "#app/ground/money.ts";

import { type LandingWords, landingWords } from "./copy.ts";

/** What a friend who came by a link is told. */
export type LandingPage = {
  /** For the cart, so that the order says who sent them. */
  visitId: string;
  gift: { points: bigint } | { reward: string };
  minimumMinor: bigint | null;
  currency: string;
  /** What came of asking for a code, or why there is nothing to ask for. */
  answer:
    | {
        outcome: "open" | "closed" | "busy" | "mistyped" | "unknown" | "invalid";
      }
    | { outcome: "code"; code: string };
};

/**
 * The page as Liquid, which Shopify renders inside the shop's theme in the visitor's language. It says the same for every code
 * that somebody has; another one can be typed again. Without JavaScript the button puts the visit into the cart by a form.
 */
export function landingLiquid(page: LandingPage): string {
  const cases = Object.entries(landingWords).map(
    ([locale, words]) => `{%- when '${locale}' -%}\n${body(page, words, locale)}`,
  );
  return `{%- assign encore_language = request.locale.iso_code | slice: 0, 2 -%}
{%- assign encore_end = routes.root_url | slice: -1 -%}
{%- assign encore_root = routes.root_url -%}
{%- unless encore_end == '/' -%}{%- assign encore_root = encore_root | append: '/' -%}{%- endunless -%}
${style}
<section class="encore-landing">
{%- case encore_language -%}
${cases.join("\n")}
{%- else -%}
${body(page, landingWords.en, "en")}
{%- endcase -%}
</section>
${script(page)}`;
}

function body(page: LandingPage, words: LandingWords, locale: string): string {
  const { answer } = page;
  const said = [`<h1>${text(words.heading)}</h1>`, ...about(page, words, locale)];
  if (answer.outcome === "code") said.push(...codeOf(answer.code, words));
  if (answer.outcome === "mistyped") said.push(codeForm(words));
  if (answer.outcome !== "code" && answer.outcome !== "busy") said.push(start(page, words.start));
  return said.join("\n");
}

function about(page: LandingPage, words: LandingWords, locale: string): string[] {
  const { outcome } = page.answer;
  if (outcome === "code") return minimumOf(page, words, locale);
  if (outcome !== "open" && outcome !== "invalid")
    return [`<p role="status">${text(words[outcome])}</p>`];

  const isReward = "reward" in page.gift;
  const sentence = isReward ? words.code : words.points;
  return [
    `<p>${text(fill(sentence, { gift: giftOf(page, words, locale) }))}</p>`,
    ...minimumOf(page, words, locale),
    ...(isReward ? [emailForm(words, outcome === "invalid")] : []),
  ];
}

function minimumOf(page: LandingPage, words: LandingWords, locale: string): string[] {
  if (page.minimumMinor === null) return [];
  const minimum = formatMinor(page.minimumMinor, page.currency, locale);
  return [`<p class="encore-landing__small">${text(fill(words.minimum, { minimum }))}</p>`];
}

function emailForm(words: LandingWords, isInvalid: boolean): string {
  const wrong = isInvalid
    ? `<p id="encore-email-wrong" role="alert">${text(words.invalid)}</p>`
    : "";
  const about = isInvalid ? ` aria-invalid="true" aria-describedby="encore-email-wrong"` : "";
  return `<form method="post" class="encore-landing__form">
<label for="encore-email">${text(words.email)}</label>
<input id="encore-email" name="email" type="email" autocomplete="email" required maxlength="254"${about}>
${wrong}
<button type="submit" class="button">${text(words.ask)}</button>
</form>`;
}

function codeForm(words: LandingWords): string {
  return `<form method="get" action="{{ encore_root }}apps/encore/r" class="encore-landing__form">
<label for="encore-code">${text(words.codeLabel)}</label>
<input id="encore-code" name="code" type="text" dir="ltr" autocapitalize="characters" autocomplete="off" spellcheck="false" required maxlength="40">
<button type="submit" class="button">${text(words.look)}</button>
</form>`;
}

function codeOf(code: string, words: LandingWords): string[] {
  const address = `{{ encore_root }}discount/${encodeURIComponent(code)}?redirect=/`;
  return [
    `<p role="status">${text(words.yours)} <strong class="encore-landing__code">${text(code)}</strong></p>`,
    `<p><a class="encore-landing__use button" href="${address}">${text(words.use)}</a></p>`,
    `<p class="encore-landing__small">${text(words.soon)}</p>`,
  ];
}

/** Shopify's own cart form: it writes the attribute and shows the cart. The script does the same and goes to the goods. */
function start({ visitId }: LandingPage, label: string): string {
  return `<form method="post" action="{{ routes.cart_url }}" class="encore-landing__start" data-encore-to="{{ routes.all_products_collection_url }}">
<input type="hidden" name="attributes[_encore_ref]" value="${visitId}">
<button type="submit" class="button button--secondary">${text(label)}</button>
</form>`;
}

function script({ visitId }: LandingPage): string {
  return `<script>
(function () {
  if (!window.fetch) return;
  var body = JSON.stringify({ attributes: { _encore_ref: '${visitId}' } });
  var asked = fetch('{{ encore_root }}cart/update.js', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: body });
  var form = document.querySelector('[data-encore-to]');
  if (form) form.addEventListener('submit', function (event) {
    event.preventDefault();
    asked.then(function (answer) {
      if (answer.ok) window.location.assign(form.getAttribute('data-encore-to'));
      else form.submit();
    }, function () { form.submit(); });
  });
})();
</script>`;
}

/** The theme's own fonts and colours, and its buttons where it has the usual class; where things stand is Encore's. */
const style = `<style>
.encore-landing { max-width: 34rem; margin-inline: auto; padding: 2rem 1rem; }
.encore-landing p { margin-block: 0.75rem; }
.encore-landing form { display: flex; flex-direction: column; align-items: flex-start; gap: 0.5rem; margin-block: 1.25rem; }
.encore-landing input:not([type="hidden"]) { font: inherit; padding: 0.6rem 0.75rem; inline-size: 100%; box-sizing: border-box; border: 1px solid currentColor; border-radius: 0.25rem; background: transparent; color: inherit; }
:where(.encore-landing) :where(button, .encore-landing__use) { display: inline-block; font: inherit; padding: 0.7rem 1.25rem; cursor: pointer; color: Canvas; background: CanvasText; border: 1px solid CanvasText; border-radius: 0.25rem; text-decoration: none; }
:where(.encore-landing) :where(.button--secondary) { color: CanvasText; background: Canvas; }
.encore-landing__code { display: block; margin-block: 0.25rem; font-family: monospace; font-size: 1.35em; white-space: nowrap; }
.encore-landing__small { font-size: 0.9em; }
</style>`;

function giftOf({ gift }: LandingPage, words: LandingWords, locale: string): string {
  if ("reward" in gift) return gift.reward;
  const form = gift.points === 1n ? words.pointsGift.one : words.pointsGift.other;
  return fill(form, { points: new Intl.NumberFormat(locale).format(gift.points) });
}

function fill(sentence: string, values: Record<string, string>): string {
  return Object.entries(values).reduce(
    (filled, [name, value]) => filled.replaceAll(`{${name}}`, value),
    sentence,
  );
}

/** Text as HTML and as Liquid: what a merchant typed is neither. */
function text(plain: string): string {
  return plain.replace(/[&<>"'{}%]/g, (character) => `&#${character.charCodeAt(0)};`);
}
