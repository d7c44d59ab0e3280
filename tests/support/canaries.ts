/** About goods and what the shop charges for them: of nobody in particular. */
const GOODS = new Set([
  "discount_allocations",
  "discount_applications",
  "discount_codes",
  "fulfillment_service",
  "payment_gateway_names",
  "product_type",
  "shipping_lines",
  "sku",
  "tax_lines",
  "title",
  "variant_title",
  "vendor",
]);

/** What has to be one of some words, or of a form of its own. */
const FORMED =
  /(?:^|_)(?:id|key|token|status|state|kind|type|level|policy|currency|code|locale|reason|gateway|topic|handle|name_space)$|_at$|^(?:source_name|name|order_number|restock_type|processing_method|country|contact_email_status)$/;
const NAMES = new Set(["first_name", "last_name", "name", "company"]);
/** Where a name is that of a person or a place; elsewhere it is the name of an order or of goods. */
const OF_PEOPLE = /address|customer|attributes|properties/;
const NUMBER = /^-?\d+(?:\.\d+)?$|^gid:|^\d{4}-\d\d-\d\dT/;

/**
 * A payload with `word` in everything that a person, or whoever wrote about them, could have typed, and in fields of each of its objects
 * that nobody knows. It stays a payload of its topic.
 */
export function withCanaries(payload: unknown, word: string): unknown {
  return marked(payload, "", word);
}

function marked(value: unknown, at: string, word: string): unknown {
  if (Array.isArray(value)) return value.map((one) => marked(one, at, word));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => {
    if (GOODS.has(key) || (typeof one === "string" && NUMBER.test(one))) return [key, one];
    if (typeof one === "string" || one === null) return [key, typed(key, at, one, word)];
    return [key, marked(one, `${at}.${key}`, word)];
  });
  const more = /line_items$/.test(at) ? { properties: [{ name: word, value: word }] } : {};
  const order = "line_items" in value ? { note_attributes: [{ name: word, value: word }] } : {};
  return { ...Object.fromEntries(entries), ...more, ...order, [`${word}_field`]: word };
}

function typed(key: string, at: string, value: string | null, word: string): string | null {
  if (/email/.test(key)) return value === null ? null : `${word}@example.com`;
  if (/url|site/.test(key)) return `https://${word}.example/`;
  if (/phone/.test(key)) return "+447700900123";
  if (/ip$/.test(key)) return "203.0.113.7";
  if (NAMES.has(key) && OF_PEOPLE.test(at)) return word;
  if (FORMED.test(key) || (value === null && !/note|name|company|address/.test(key))) return value;
  return `${word} ${key}`;
}
