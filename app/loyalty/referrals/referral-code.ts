/** Letters and digits that nobody takes for one another, neither read nor said. */
const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 12;
const GROUP = 4;

/** How many bits somebody would have to guess: log2(30) × 12 ≈ 58.9. */
export const CODE_BITS = Math.log2(ALPHABET.length) * CHARACTERS;

/** So many random bytes are enough for a code but for one time in millions. */
export const BYTES_FOR_CODE = 32;

/**
 * A code of random bytes, such as ABCD-EFGH-JKMN. Each character is as likely as any other: bytes beyond the last whole
 * multiple of the alphabet are left out. Null when too many of them were.
 */
export function codeOf(bytes: Uint8Array): string | null {
  const fair = 256 - (256 % ALPHABET.length);
  const characters = [...bytes]
    .filter((byte) => byte < fair)
    .slice(0, CHARACTERS)
    .map((byte) => ALPHABET[byte % ALPHABET.length]);
  return characters.length < CHARACTERS ? null : grouped(characters.join(""));
}

/** The code as it is kept, from how somebody typed it: in any case, with or without dashes. Null for what is no code. */
export function readCode(typed: string): string | null {
  const characters = typed.toUpperCase().replace(/[\s-]/g, "");
  const isCode =
    characters.length === CHARACTERS && [...characters].every((one) => ALPHABET.includes(one));
  return isCode ? grouped(characters) : null;
}

function grouped(characters: string): string {
  return (characters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}
