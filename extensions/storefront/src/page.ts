import { ask, type Failure } from "../../shared/ask.ts";

/** What the snippet encore-strings writes into the page, in the page's language. */
export type Strings = {
  /** Where the shop is: "/", or "/de/" in another language. */
  root: string;
  locale: string;
  /** Whether somebody is signed in. */
  member: boolean;
  currency: string;
  use: string;
  /** A number for each kind that a language may tell apart, and points said for each. */
  samples: number[];
  points: string[];
  say: Record<string, string>;
};

/** What the parts of the script know of the page that they are on. */
export type Page = {
  strings: Strings;
  /** "25 points", as the program calls them. */
  points(count: number): string;
  /** Says what a code means in the line near an element, or else `otherwise`. Returns the line. */
  say(near: Element, code: string | undefined, otherwise?: string): HTMLElement | null;
  showBalance(balance: number | undefined): void;
  /** Asks Encore through the shop's app proxy, as whoever is signed in. */
  ask<Answer extends object>(path: string, body?: object): Promise<Answer | Failure>;
};

/** Null on a page that has none. */
export function readStrings(): Strings | null {
  const written = document.querySelector("[data-encore-strings]")?.textContent ?? "null";
  return JSON.parse(written) as Strings | null;
}

export function pageOf(strings: Strings): Page {
  const plural = new Intl.PluralRules(strings.locale);
  const numbers = new Intl.NumberFormat(`${strings.locale}-u-nu-latn`);
  const points = (count: number) => {
    const kind = plural.select(count);
    const sample = strings.samples.findIndex((one) => plural.select(one) === kind);
    return strings.points[sample]?.replace("#", numbers.format(count)) ?? "";
  };
  return {
    strings,
    points,
    say: (near, code = "", otherwise = "failed") => {
      const around = near.closest("li, form, div, details");
      const line = around?.querySelector<HTMLElement>("[data-encore-status]") ?? null;
      if (line) line.textContent = strings.say[code] ?? strings.say[otherwise] ?? "";
      return line;
    },
    showBalance: (balance) => {
      if (balance === undefined) return;
      for (const line of all("[data-encore-balance]")) line.textContent = points(balance);
      for (const button of all<HTMLButtonElement>("[data-encore-redeem]"))
        button.disabled = Number(button.dataset["cost"]) > balance;
    },
    ask: (path, body) => ask(`${strings.root}apps/encore/${path}`, body),
  };
}

/** All elements of the page that a selector finds. */
export function all<Found extends HTMLElement = HTMLElement>(selector: string): Found[] {
  return [...document.querySelectorAll<Found>(selector)];
}

/** An element with these properties. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}

/** Acts on a click on what has this name in its data, also on what the page gets later. */
export function onClick(name: string, act: (pressed: HTMLElement) => unknown): void {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    const pressed = target.closest<HTMLElement>(`[data-encore-${name}]`);
    if (pressed) act(pressed);
  });
}

/** What is kept while the tab is open. Private windows may refuse it; a reload then asks with another key. */
export const session = {
  read: (name: string) => attempt(() => sessionStorage.getItem(`encore.${name}`)),
  write: (name: string, text: string) =>
    attempt(() => sessionStorage.setItem(`encore.${name}`, text)),
  delete: (name: string) => attempt(() => sessionStorage.removeItem(`encore.${name}`)),
};

function attempt<Result>(use: () => Result): Result | null {
  try {
    return use();
  } catch {
    return null;
  }
}
