/** What stands between groups of three digits: a point, a comma, spaces of all kinds, and what Switzerland writes. */
const GROUPS = "[.,'\u2019 \u00a0\u202f]";

const PLAIN = /^\d+(?:\.\d*)?$/;
const COMMA = /^\d+,(?:\d{1,2}|\d{4,})?$/;
const GROUPED = new RegExp(`^\\d{1,3}(${GROUPS})\\d{3}(?:\\1\\d{3})*(?:([.,])\\d+)?$`);

/**
 * A number as people write it, as a plain decimal: "12,5" is "12.5"; "1,234.50", "1.234,50", "1 234,50" and "1'234.50" are "1234.50".
 * A point by itself is a decimal one, as everywhere in Shopify's admin. Null where it is no number, and where nobody can tell: "1,500"
 * is fifteen hundred to some and one and a half to others, and must never become the other one.
 */
export function plainDecimal(typed: string): string | null {
  const text = typed.trim();
  if (PLAIN.test(text)) return text;
  if (COMMA.test(text)) return text.replace(",", ".");
  const [, group = "", decimal] = GROUPED.exec(text) ?? [];
  if (group === "" || group === decimal) return null;
  const isClear = decimal !== undefined || !".,".includes(group) || text.split(group).length > 2;
  if (!isClear) return null;
  const digits = text.replaceAll(group, "");
  return decimal === undefined ? digits : digits.replace(decimal, ".");
}
