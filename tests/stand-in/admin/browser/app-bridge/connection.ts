import { type FromAdmin, type FromApp, MARK } from "../messages.ts";

type Listener = (message: FromAdmin) => void;
type Asked = Extract<FromApp, { id: string }>;

/** Where this script was loaded from: the only origin that is told anything or listened to. */
const script = document.currentScript as HTMLScriptElement | null;
const adminOrigin = new URL(script?.src ?? location.href).origin;
const listeners = new Set<Listener>();
const waiting = new Map<
  string,
  { resolve: (value: unknown) => void; reject: (error: Error) => void }
>();
let count = 0;

export const apiKey = script?.dataset["apiKey"] ?? "";
export const adminUrl = adminOrigin;
export const embedded = window.parent !== window;

window.addEventListener(
  "message",
  (event: MessageEvent<{ mark?: string; message?: FromAdmin }>) => {
    if (event.origin !== adminOrigin || event.source !== window.parent || event.data?.mark !== MARK)
      return;
    const { message } = event.data;
    if (!message) return;
    if (message.type === "answer") settle(message);
    else for (const listener of listeners) listener(message);
  },
);

export function onAdmin(listener: Listener): void {
  listeners.add(listener);
}

export function tellAdmin(message: FromApp): void {
  if (embedded) window.parent.postMessage({ mark: MARK, message }, adminOrigin);
}

/** Asks the admin and gives its answer. Rejects when the admin says no. */
export function askAdmin<T>(question: DistributiveOmit<Asked, "id">): Promise<T> {
  const id = nextId();
  return new Promise<T>((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    tellAdmin({ ...question, id } as Asked);
  });
}

export function nextId(): string {
  return `app-${(count += 1)}`;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function settle({ id, value, error }: Extract<FromAdmin, { type: "answer" }>): void {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (error === null) asked?.resolve(value);
  else asked?.reject(new Error(error));
}
