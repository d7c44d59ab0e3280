/** An API key as a person copies it: `enc_<shop>_<secret>`. The shop is in it, so that its row is found inside that shop alone. */
export type ParsedKey = { shopId: string; secret: string };

const KEY = /^enc_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;
const HINT_LENGTH = 4;

/** The key's text. `secret` is 32 random bytes in base64url. */
export function formatKey({ shopId, secret }: ParsedKey): string {
  return `enc_${shopId.replaceAll("-", "")}_${secret}`;
}

/** What a key's text says, or null for what cannot be one. */
export function parseKey(text: string): ParsedKey | null {
  const [, hex, secret] = KEY.exec(text) ?? [];
  if (!hex || !secret) return null;
  const shopId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { shopId, secret };
}

/** The last characters of a key, to tell keys apart. */
export function hintOf(key: string): string {
  return key.slice(-HINT_LENGTH);
}
