/** The form in which two emails are compared: trimmed and in lower case. Null for anything without an address in it. */
export function normaliseEmail(email: string | null | undefined): string | null {
  const trimmed = email?.trim().normalize("NFC").toLowerCase();
  return trimmed && trimmed.includes("@") ? trimmed : null;
}

/**
 * The mailbox that an email leads to, as far as one can tell: without what follows a plus, and without dots, which several
 * providers do not read. Only for telling whether two are one; nothing is ever sent to it. Null for no address.
 */
export function comparableEmail(email: string | null): string | null {
  const [, name, host] = /^([^@]+)@([^@]+)$/.exec(email?.trim().toLowerCase() ?? "") ?? [];
  if (!name || !host) return null;
  const box = name.replace(/\+.*$/, "").replaceAll(".", "");
  return `${box}@${host === "googlemail.com" ? "gmail.com" : host}`;
}

/** How somebody may be known who writes this email: as it is, and without what makes another spelling of one mailbox. */
export function spellingsOf(email: string): string[] {
  const normal = normaliseEmail(email);
  if (normal === null) return [];
  const plain = normal.replace(/\+[^@]*@/, "@");
  return [...new Set([normal, plain, comparableEmail(normal) ?? plain])];
}
