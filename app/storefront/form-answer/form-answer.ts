import ar from "../../../extensions/theme/locales/ar.json" with { type: "json" };
import de from "../../../extensions/theme/locales/de.json" with { type: "json" };
import en from "../../../extensions/theme/locales/en.default.json" with { type: "json" };
import es from "../../../extensions/theme/locales/es.json" with { type: "json" };
import fr from "../../../extensions/theme/locales/fr.json" with { type: "json" };
import ja from "../../../extensions/theme/locales/ja.json" with { type: "json" };

/** What a member is answered whose page has no script: the JSON that a script would have got, and what the form said. */
export type FormAnswer = {
  answer: {
    state?: string;
    code?: string | null;
    kind?: string;
    url?: string;
    error?: string | null;
  };
  /** Where the form stood, a path of the shop; null where it did not say so. */
  from: string | null;
  /** What the form sent, to send it once more while a reward is being made. */
  fields: Readonly<Record<string, string>>;
};

type Words = Pick<typeof en, "answer" | "launcher" | "referral" | "rewards" | "say">;

/** In the words of the theme's blocks, so that a page says the same with and without the script. */
const locales: Record<string, Words> = { ar, de, en, es, fr, ja };

/** The page as Liquid, which Shopify renders inside the shop's theme in the visitor's language. */
export function formAnswerLiquid(page: FormAnswer): string {
  const cases = Object.entries(locales).map(
    ([locale, words]) => `{%- when '${locale}' -%}\n${body(page, words)}`,
  );
  return `{%- assign encore_language = request.locale.iso_code | slice: 0, 2 -%}
{%- assign encore_root = routes.root_url | append: '/' | replace: '//', '/' -%}
<section class="encore-answer" style="max-width: 34rem; margin-inline: auto; padding: 2rem 1rem">
{%- case encore_language -%}
${cases.join("\n")}
{%- else -%}
${body(page, en)}
{%- endcase -%}
</section>`;
}

function body({ answer, from, fields }: FormAnswer, words: Words): string {
  const back = from === null ? "{{ encore_root }}" : text(from);
  return [
    `<h1>${text(words.launcher.label)}</h1>`,
    `<p role="status">${text(said(answer, words))}</p>`,
    ...(answer.code ? ofCode(answer.code, answer.kind, words) : []),
    ...(answer.url ? [`<p><bdi>${text(answer.url)}</bdi></p>`] : []),
    ...(answer.state === "held" ? [onceMore(fields, words)] : []),
    `<p><a href="${back}">${text(words.answer.back)}</a></p>`,
  ].join("\n");
}

/** 422 {error: "limit_reached"} is its sentence; a code, a link and a profile have theirs. */
function said({ state, code, url, error }: FormAnswer["answer"], { say, referral }: Words): string {
  const sentences: Record<string, string> = say;
  if (error) return sentences[error] ?? say.failed;
  if (url) return referral.link;
  if (state === "held") return say.later;
  if (state === "withdrawn") return say.returning;
  if (state === "released") return say.returned;
  if (state === undefined) return say.saved;
  return code ? say.issued : say.credited;
}

function ofCode(code: string, kind: string | undefined, { say, rewards }: Words): string[] {
  const address = `{{ encore_root }}discount/${encodeURIComponent(code)}?redirect={{ encore_root }}cart`;
  return [
    `<p><strong dir="ltr" style="font: 1.35em monospace">${text(code)}</strong></p>`,
    ...(kind === "gift_card"
      ? []
      : [`<p><a class="button" href="${address}">${text(rewards.use)}</a></p>`]),
    `<p>${text(say.kept)}</p>`,
  ];
}

/** The same wish again, which is still one: it shows the code as soon as there is one. */
function onceMore(fields: FormAnswer["fields"], { answer }: Words): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`,
  );
  return `<form method="post">${inputs.join("")}<button type="submit" class="button">${text(answer.again)}</button></form>`;
}

/** Text as HTML and as Liquid: what somebody sent is neither. */
function text(plain: string): string {
  return plain.replace(/[&<>"'{}%]/g, (character) => `&#${character.charCodeAt(0)};`);
}
