import { APP_ID } from "../acts/app-acts.ts";

/** `$app` and nothing at all mean the namespace that only this app may write. */
export function namespaceOf(given: unknown): string {
  const namespace = typeof given === "string" ? given : "$app";
  return namespace.replace(/^\$app(?::(.+))?$/, (_all, rest?: string) =>
    rest ? `app--${APP_ID}--${rest}` : `app--${APP_ID}`,
  );
}
