/** The form in which two emails are compared: trimmed and in lower case. Null for anything without an address in it. */
export function normaliseEmail(email: string | null | undefined): string | null {
  const trimmed = email?.trim().normalize("NFC").toLowerCase();
  return trimmed && trimmed.includes("@") ? trimmed : null;
}
