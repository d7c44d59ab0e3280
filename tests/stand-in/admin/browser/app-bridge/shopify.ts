import type { ResourcePick, Toast } from "../messages.ts";
import { config } from "./config.ts";
import { adminUrl, askAdmin, embedded, nextId, onAdmin, tellAdmin } from "./connection.ts";
import { idToken } from "./id-token.ts";
import type { Modal } from "./modal.ts";
import { leaveConfirmation, type SaveBar } from "./save-bar.ts";

type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};

type PickerOptions = {
  type: ResourcePick["type"];
  multiple?: boolean | number;
  query?: string;
  filter?: { query?: string };
  selectionIds?: { id: string }[];
};

const NARROW_PX = 490;
const TOAST_MS = 5000;
const toasts = new Map<string, ToastOptions>();

onAdmin((message) => {
  if (message.type === "toastAction") toasts.get(message.id)?.onAction?.();
  if (message.type === "toastGone") {
    toasts.get(message.id)?.onDismiss?.();
    toasts.delete(message.id);
  }
});

const ready = new Promise<void>((resolve) => {
  onAdmin((message) => {
    if (message.type === "welcome") resolve();
  });
});

function showToast(message: string, options: ToastOptions = {}): string {
  const id = nextId();
  toasts.set(id, options);
  const toast: Toast = {
    id,
    message: String(message),
    isError: options.isError ?? false,
    duration: options.duration ?? TOAST_MS,
    action: options.action ?? null,
  };
  tellAdmin({ type: "toast", toast });
  return id;
}

/** The picked resources, which are also their own `selection`; undefined when nothing was picked. */
async function resourcePicker(options: PickerOptions): Promise<unknown[] | undefined> {
  const pick: ResourcePick = {
    type: options.type,
    multiple: options.multiple ?? false,
    query: options.query ?? options.filter?.query ?? "",
    selectedIds: (options.selectionIds ?? []).map(({ id }) => id),
  };
  const picked = await askAdmin<unknown[] | null>({ type: "pick", pick });
  return picked ? Object.assign(picked, { selection: picked }) : undefined;
}

function byId<T extends HTMLElement>(tag: string, id: string): T {
  const element = document.getElementById(id);
  if (element?.localName !== tag) throw new Error(`There is no <${tag}> with the id "${id}"`);
  return element as T;
}

/** What App Bridge has and this stand-in does not says so, rather than doing nothing. */
function missing(name: string): () => never {
  return () => {
    throw new Error(`shopify.${name} is not part of this App Bridge stand-in`);
  };
}

/** The global that apps use. */
export const shopify = {
  config,
  origin: adminUrl,
  ready,
  environment: { embedded, mobile: window.innerWidth < NARROW_PX, pos: false, intent: false },
  idToken,
  user: () => askAdmin({ type: "request", what: "user" }),
  loading: (on = true) => tellAdmin({ type: "loading", on }),
  toast: { show: showToast, hide: (id: string) => tellAdmin({ type: "hideToast", id }) },
  modal: {
    show: (id: string) => byId<Modal>("ui-modal", id).show(),
    hide: (id: string) => byId<Modal>("ui-modal", id).hide(),
    toggle: (id: string) => byId<Modal>("ui-modal", id).toggle(),
  },
  saveBar: {
    show: (id: string) => byId<SaveBar>("ui-save-bar", id).show(),
    hide: (id: string) => byId<SaveBar>("ui-save-bar", id).hide(),
    toggle: (id: string) => byId<SaveBar>("ui-save-bar", id).toggle(),
    leaveConfirmation,
  },
  resourcePicker,
  scopes: {
    query: () => askAdmin({ type: "request", what: "scopes" }),
    request: missing("scopes.request"),
    revoke: missing("scopes.revoke"),
  },
  app: { extensions: () => askAdmin({ type: "request", what: "extensions" }) },
  webVitals: { onReport: () => Promise.resolve() },
  support: { registerHandler: () => Promise.resolve() },
  reviews: { request: missing("reviews.request") },
  intents: {
    request: { value: null, subscribe: () => () => undefined },
    register: () => () => undefined,
  },
  picker: missing("picker"),
  scanner: { capture: missing("scanner.capture") },
  pos: { close: missing("pos.close") },
  shopifyQL: { available: () => Promise.resolve(false) },
  tools: { register: () => () => undefined, unregister: () => undefined, clear: () => undefined },
};
