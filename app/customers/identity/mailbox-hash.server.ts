import { comparableEmail } from "./email.ts";
import { identifierHash } from "./identifier-hash.server.ts";

/** What a friend's email is kept as, in hex, whatever tag or dots it is written with. Null for none. */
export function mailboxHash(shopId: string, email: string | null): string | null {
  const mailbox = comparableEmail(email);
  return mailbox === null ? null : identifierHash(shopId, "email", mailbox);
}
