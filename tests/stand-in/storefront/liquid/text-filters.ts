import { createHash } from "node:crypto";

import type { FilterImplOptions } from "liquidjs";

import { escapeHtml } from "../../http.ts";
import { pageOfFilter } from "./page.ts";
import { translate } from "./translations.ts";

/** Shopify escapes what `t` returns, interpolated values too, unless the key says that it is markup (`_html`). */
const t: FilterImplOptions = function (key: unknown, ...pairs: unknown[]) {
  const page = pageOfFilter(this);
  const values = Object.fromEntries(
    pairs.filter((pair): pair is [string, unknown] => Array.isArray(pair)),
  );
  const text = translate(page.translations, page.language, String(key), values);
  return String(key).endsWith("_html") ? text : escapeHtml(text);
};

/** JSON that is safe inside a script element, as Shopify's. */
function json(value: unknown): string {
  return (JSON.stringify(value ?? null) ?? "null").replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function handleize(value: unknown): string {
  return String(value ?? "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

function pluralize(count: unknown, singular: string, several: string): string {
  return Number(count) === 1 ? singular : several;
}

/** A day, with its time if the format says so, in the page's language and the shop's time zone. */
const timeTag: FilterImplOptions = function (value: unknown, ...pairs: unknown[]) {
  const { language, timezone } = pageOfFilter(this);
  const date = new Date(String(value));
  if (Number.isNaN(date.getTime())) return "";
  const isAtTime = pairs.some((pair) => Array.isArray(pair) && pair[1] === "date_at_time");
  const text = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    ...(isAtTime && { timeStyle: "short" }),
    timeZone: timezone,
  }).format(date);
  return `<time datetime="${date.toISOString()}">${escapeHtml(text)}</time>`;
};

function sha256(value: unknown): string {
  return createHash("sha256").update(String(value)).digest("hex");
}

export const textFilters: Record<string, FilterImplOptions> = {
  t,
  translate: t,
  json,
  time_tag: timeTag,
  handleize,
  handle: handleize,
  pluralize,
  sha256,
};
