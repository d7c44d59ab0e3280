import { ask, type Failure } from "../../shared/ask.ts";

/** What the snippet encore-strings writes into the page, in the page's language. */
export type Strings = Spoken & {
  /** Where the shop is: "/", or "/de/" in another language. */
  root: string;
  currency: string;
  use: string;
  /** How many points are missing, with # for the points. */
  missing: string;
  say: Record<string, string>;
};

/** What the snippet encore-plural writes: a number for each kind that a language may tell apart, and what is said for each. */
export type Spoken = { locale: string; samples: number[]; points: string[] };

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
  const points = (count: number) => sentenceOf(strings, count, "#");
  return {
    strings,
    points,
    say: (near, code = "", otherwise = "failed") => {
      let line: HTMLElement | null = null;
      for (let around: Element | null = near; around && !line; around = around.parentElement)
        line = around.querySelector("[data-encore-status]");
      if (line) line.textContent = strings.say[code] ?? strings.say[otherwise] ?? "";
      return line;
    },
    showBalance: (balance) => {
      if (balance === undefined) return;
      for (const line of all("[data-encore-balance]"))
        if (line.dataset["encoreBalance"] !== String(balance)) {
          line.dataset["encoreBalance"] = String(balance);
          line.textContent = points(balance);
        }
      for (const offer of all("[data-encore-offer]")) showOffer(offer, balance);
    },
    ask: (path, body) => ask(`${strings.root}apps/encore/${path}`, body),
  };

  /** A reward can be had, or says how many points are missing. One that is just being made stays as it is. */
  function showOffer(offer: HTMLElement, balance: number): void {
    const form = offer.querySelector("form");
    const button = form?.querySelector("button");
    const line = offer.querySelector<HTMLElement>("[data-encore-missing]");
    if (!form || !button || !line || button.ariaBusy === "true") return;
    const missing = Number(offer.dataset["encoreOffer"]) - balance;
    form.hidden = missing > 0;
    line.hidden = missing <= 0;
    line.textContent = strings.missing.replace("#", points(missing));
    const { encoreLater } = button.dataset;
    if (encoreLater && missing <= 0) button.dataset["encoreRedeem"] = encoreLater;
  }
}

/** A number in the sentence that is said for numbers of its kind, where the mark stands. */
export function sentenceOf(
  { locale, samples, points }: Spoken,
  count: number,
  mark: string,
): string {
  const plural = new Intl.PluralRules(locale);
  const sample = samples.findIndex((one) => plural.select(one) === plural.select(count));
  const number = new Intl.NumberFormat(`${locale}-u-nu-latn`).format(count);
  return points[sample]?.replace(mark, number) ?? "";
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
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const pressed = target.closest<HTMLElement>(`[data-encore-${name}]`);
    if (!pressed) return;
    // Without the script the button would send its form.
    if (pressed instanceof HTMLButtonElement) event.preventDefault();
    act(pressed);
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
