import { hash } from "node:crypto";

import { open, seal } from "#app/ground/encryption.server.ts";

/**
 * A delivery's body as it is stored: encrypted for its shop and column. Not made smaller: compressing took a quarter of the
 * time that the web process has for a delivery, and the database has time to spare.
 */
export function sealBody(body: Buffer, shopDomain: string): Buffer {
  return seal(body, purpose(shopDomain));
}

/** The body as it arrived. Throws when it was tampered with, or its key is gone. */
export function openBody(sealed: Uint8Array, shopDomain: string): Buffer {
  return open(
    Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength),
    purpose(shopDomain),
  );
}

export function sha256(body: Buffer): Buffer {
  return hash("sha256", body, "buffer");
}

function purpose(shopDomain: string): string {
  return `${shopDomain}.delivery.body`;
}
