import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";

import { env } from "./env.server.ts";

const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCES_AT_ONCE = 512;

/** A key object, not its bytes: OpenSSL would import those anew for each call, at five times the cost of encrypting 5 KB. */
type Key = { id: string; label: Buffer; secret: KeyObject };

const keys = env.ENCRYPTION_KEYS.split(",").map(parseKey);
const newest = keys[0] ?? missingKey();

/**
 * Encrypts with the newest key. `purpose` (shop and column) is authenticated with it: what was sealed for one
 * place does not open in another. Layout: length of the key's id, the id, nonce, tag, ciphertext.
 */
export function seal(plain: Buffer, purpose: string): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv(CIPHER, newest.secret, nonce).setAAD(Buffer.from(purpose));
  const ciphertext = cipher.update(plain);
  cipher.final(); // Adds no bytes in this mode; it makes the tag.
  return Buffer.concat([newest.label, nonce, cipher.getAuthTag(), ciphertext]);
}

/** Opens what `seal` made for the same purpose, by whichever known key. Throws when it was changed or its key is gone. */
export function open(sealed: Buffer, purpose: string): Buffer {
  const idEnd = 1 + (sealed[0] ?? 0);
  const id = sealed.subarray(1, idEnd).toString();
  const key = keys.find((candidate) => candidate.id === id);
  if (!key) throw new Error(`The encryption key "${id}" is not in ENCRYPTION_KEYS`);

  const nonceEnd = idEnd + NONCE_BYTES;
  const tagEnd = nonceEnd + TAG_BYTES;
  const nonce = sealed.subarray(idEnd, nonceEnd);
  // The length of the tag is said: a shortened one would be easier to guess.
  const decipher = createDecipheriv(CIPHER, key.secret, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(sealed.subarray(nonceEnd, tagEnd));
  const plain = decipher.update(sealed.subarray(tagEnd));
  decipher.final(); // Adds no bytes in this mode; it throws when something was changed. To join it to them took 3 % of a worker.
  return plain;
}

/** `seal` for text columns: base64. */
export function sealText(plain: string, purpose: string): string {
  return seal(Buffer.from(plain), purpose).toString("base64");
}

/** `open` for text columns. */
export function openText(sealed: string, purpose: string): string {
  return open(Buffer.from(sealed, "base64"), purpose).toString();
}

let nonces = Buffer.alloc(0);

/** Random and never used twice. Drawn many at a time: asking the system for twelve bytes costs as much as for thousands. */
function nextNonce(): Buffer {
  if (nonces.length < NONCE_BYTES) nonces = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

function parseKey(entry: string): Key {
  const [id = "", base64 = ""] = entry.trim().split(":");
  const secret = Buffer.from(base64, "base64");
  if (!id || secret.length !== KEY_BYTES) {
    throw new Error(`ENCRYPTION_KEYS: "${id}" must be id:base64 with ${KEY_BYTES} bytes of key`);
  }
  const name = Buffer.from(id);
  return {
    id,
    label: Buffer.concat([Buffer.of(name.length), name]),
    secret: createSecretKey(secret),
  };
}

function missingKey(): never {
  throw new Error("ENCRYPTION_KEYS holds no key");
}
