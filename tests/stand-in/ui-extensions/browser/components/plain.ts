import { escaped, HostElement } from "./host-element.ts";

/** What a component without behaviour looks like: HTML around its content. */
type Drawing = (said: (name: string) => string, element: HTMLElement) => string;

const SLOT = "<slot></slot>";

/** Headings are one deeper for each section around them; a page's own is the first. */
function level(element: HTMLElement, own: number): number {
  let depth = own;
  for (let at = element.parentElement; at; at = at.parentElement)
    if (at.localName === "s-section") depth += 1;
  return Math.min(depth, 6);
}

const heading = (text: string, at: number) => (text ? `<h${at}>${escaped(text)}</h${at}>` : "");

const stack: Drawing = (said) => {
  const direction = said("direction") === "inline" ? "row" : "column";
  const justify = said("justifyContent") === "space-between" ? "space-between" : "start";
  return `<style>div{display:flex;flex-flow:${direction} wrap;gap:.75rem;justify-content:${justify};align-items:${direction === "row" ? "center" : "stretch"}}</style><div>${SLOT}</div>`;
};

export const DRAWINGS: Record<string, Drawing> = {
  "s-page": (said) =>
    `<style>:host{display:block}</style>${heading(said("heading"), 1)}${said("subheading") ? `<p>${escaped(said("subheading"))}</p>` : ""}<slot name="primary-action"></slot>${SLOT}`,
  "s-section": (said, element) =>
    `<style>section{border:1px solid #e3e5e8;border-radius:.5rem;padding:1rem;margin-block:1rem}</style><section>${heading(said("heading"), level(element, 2))}${SLOT}</section>`,
  "s-heading": (_said, element) => `<h${level(element, 2)}>${SLOT}</h${level(element, 2)}>`,
  "s-paragraph": () => `<p>${SLOT}</p>`,
  "s-text": (said) =>
    said("type") === "strong"
      ? `<strong>${SLOT}</strong>`
      : said("color") === "subdued"
        ? `<span style="color:#5d646d">${SLOT}</span>`
        : `<span>${SLOT}</span>`,
  "s-stack": stack,
  "s-button-group": stack,
  "s-grid": () =>
    `<style>div{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr))}</style><div>${SLOT}</div>`,
  "s-grid-item": () => SLOT,
  "s-box": () => `<style>:host{display:block}</style>${SLOT}`,
  "s-query-container": () => SLOT,
  "s-scroll-box": () => `<style>:host{display:block;overflow:auto}</style>${SLOT}`,
  "s-customer-account-action": (said) =>
    `${heading(said("heading"), 2)}${SLOT}<slot name="primary-action"></slot>`,
  "s-divider": () => "<hr>",
  "s-badge": () =>
    `<style>span{border:1px solid;border-radius:1rem;padding:0 .5rem;font-size:.875rem}</style><span>${SLOT}</span>`,
  "s-chip": () => `<span>${SLOT}</span>`,
  "s-abbreviation": (said) => `<abbr title="${escaped(said("for"))}">${SLOT}</abbr>`,
  "s-time": (said) => `<time datetime="${escaped(said("dateTime"))}">${SLOT}</time>`,
  "s-banner": (said, element) => {
    const role = said("tone") === "critical" ? "alert" : "status";
    return `<style>div{border-inline-start:4px solid #1d4d4f;padding:.75rem;background:#f4f6f6}</style><div role="${role}">${heading(said("heading"), level(element, 2))}${SLOT}</div>`;
  },
  "s-announcement": () => `<div role="status">${SLOT}</div>`,
  "s-progress": (said) => {
    const value = said("value") ? ` value="${escaped(said("value"))}"` : "";
    return `<progress${value} max="${escaped(said("max") || "1")}" aria-label="${escaped(said("accessibilityLabel"))}"></progress>`;
  },
  "s-spinner": (said) => `<span role="status">${escaped(said("accessibilityLabel") || "…")}</span>`,
  "s-skeleton-paragraph": () => `<span aria-hidden="true">░░░░░░</span>`,
  "s-icon": () => `<span aria-hidden="true">●</span>`,
  "s-image": (said) =>
    `<img src="${escaped(said("src"))}" alt="${escaped(said("alt"))}" style="max-width:100%">`,
  "s-product-thumbnail": (said) =>
    `<img src="${escaped(said("src"))}" alt="${escaped(said("alt"))}" width="64" height="64">`,
  "s-avatar": (said) =>
    `<span role="img" aria-label="${escaped(said("alt") || said("initials") || "avatar")}">${escaped(said("initials"))}</span>`,
  "s-details": () => `<details><slot name="summary"></slot>${SLOT}</details>`,
  "s-tooltip": () => `<span role="tooltip" hidden>${SLOT}</span>`,
  "s-form": () => SLOT,
};

/** Components whose role belongs to the element itself, so that lists and their items find each other. */
export const ROLES: Record<string, string> = {
  "s-unordered-list": "list",
  "s-ordered-list": "list",
  "s-list-item": "listitem",
  "s-choice": "presentation",
};

export function plainComponent(drawing: Drawing): typeof HTMLElement {
  return class extends HostElement {
    protected draw(): void {
      this.shadow.innerHTML = drawing((name) => this.said(name), this);
    }
  };
}

export function roleComponent(role: string): typeof HTMLElement {
  return class extends HostElement {
    protected draw(): void {
      if (!this.hasAttribute("role")) this.setAttribute("role", role);
      if (this.shadow.childNodes.length === 0)
        this.shadow.innerHTML = `<style>:host{display:block;margin-block:.25rem}</style>${SLOT}`;
    }
  };
}
