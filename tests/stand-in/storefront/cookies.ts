import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** A cookie of the request, decoded, or null. */
export function readCookie(request: IncomingMessage, name: string): string | null {
  for (const pair of (request.headers.cookie ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return decodeURIComponent(value.join("="));
  }
  return null;
}

/** Adds a cookie for one path to the response; an empty value removes it. */
export function setCookie(
  response: ServerResponse,
  name: string,
  value: string,
  path: string,
): void {
  const age = value === "" ? "; Max-Age=0" : "";
  response.appendHeader(
    "set-cookie",
    `${name}=${encodeURIComponent(value)}; Path=${path}; HttpOnly; SameSite=Lax${age}`,
  );
}

/** A value that only holders of the secret can make: `value.signature`. */
export function signed(value: string, secret: string): string {
  return `${value}.${createHmac("sha256", secret).update(`cookie ${value}`).digest("hex")}`;
}

/** The value of a signed text, or null when it was tampered with. */
export function verified(text: string | null, secret: string): string | null {
  const value = text?.slice(0, text.lastIndexOf(".")) ?? "";
  const expected = Buffer.from(signed(value, secret));
  const given = Buffer.from(text ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected) ? value : null;
}
