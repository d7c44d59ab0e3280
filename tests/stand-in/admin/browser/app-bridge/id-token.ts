import { askAdmin } from "./connection.ts";

/** A token is used while it has this long to live; Shopify gives it a minute. */
const SPARE_MS = 15_000;

type Held = { token: Promise<string>; until: number };

let held: Held | null = null;

/** A session token of the signed-in staff member, fetched from the admin when the last one is about to end. */
export function idToken(): Promise<string> {
  if (!held || held.until <= Date.now()) held = askForToken();
  return held.token;
}

/** The server did not like the token: the next one is new. */
export function forgetIdToken(): void {
  held = null;
}

function askForToken(): Held {
  const asked: Held = {
    token: askAdmin<string>({ type: "request", what: "idToken" }),
    until: Infinity,
  };
  asked.token.then(
    (token) => (asked.until = endOf(token) - SPARE_MS),
    () => {
      if (held === asked) held = null;
    },
  );
  return asked;
}

function endOf(token: string): number {
  const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return (JSON.parse(atob(payload)) as { exp: number }).exp * 1000;
}
