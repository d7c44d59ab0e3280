/** What the app's iframe (App Bridge) and the admin around it say to each other, by postMessage. */

export type Action = {
  id: string;
  label: string;
  primary: boolean;
  critical: boolean;
  disabled: boolean;
  loading: boolean;
};

export type NavItem = { label: string; href: string; home: boolean };

export type TitleBar = { title: string; breadcrumb: Action | null; actions: Action[] };

export type SaveBar = { id: string; save: Action | null; discard: Action | null };

export type Toast = {
  id: string;
  message: string;
  isError: boolean;
  duration: number;
  action: string | null;
};

export type ResourcePick = {
  type: "product" | "variant" | "collection";
  multiple: boolean | number;
  query: string;
  selectedIds: string[];
};

/** From the app. Those with `id` are answered. */
export type FromApp =
  | { type: "hello" }
  | { type: "request"; id: string; what: "idToken" | "user" | "scopes" | "extensions" | "leave" }
  | { type: "pick"; id: string; pick: ResourcePick }
  | { type: "navigated"; path: string }
  | { type: "open"; url: string; target: string }
  | { type: "nav"; items: NavItem[] }
  | { type: "titleBar"; bar: TitleBar | null }
  | { type: "saveBar"; bar: SaveBar | null }
  | { type: "toast"; toast: Toast }
  | { type: "hideToast"; id: string }
  | { type: "loading"; on: boolean }
  | { type: "modal"; open: boolean };

/** From the admin. */
export type FromAdmin =
  | { type: "answer"; id: string; value: unknown; error: string | null }
  | { type: "welcome" }
  | { type: "navigate"; href: string }
  | { type: "press"; id: string }
  | { type: "toastAction"; id: string }
  | { type: "toastGone"; id: string };

/** Marks our messages among others that a page may get. */
export const MARK = "shopify-admin-stand-in";
