const MOST_WORDS = 5;
const MARKS = /\p{Mn}/gu;
const BETWEEN_WORDS = /[\s\-'’]+/u;

/**
 * What was typed into the search box, as patterns for SQL's LIKE that each have to match the text `customer_words` makes of a
 * person: the start of a part of their name, or of their email. The longest, which few people match, comes first.
 * Case, accents, hyphens and apostrophes do not count. Empty when nothing was typed.
 */
export function searchPatterns(typed: string): string[] {
  const words = typed.toLowerCase().normalize("NFKD").replace(MARKS, "").split(BETWEEN_WORDS);
  return words
    .filter((word) => word !== "")
    .sort((a, b) => b.length - a.length)
    .slice(0, MOST_WORDS)
    .map((word) => `% ${word.replace(/[\\%_]/g, "\\$&")}%`);
}
