import type { Json } from "../payloads/exact-json.ts";

/** A payload with only the named fields (`id`, `customer.id`, `line_items.sku`), or all without names. */
export function keepFields(payload: Json, fields: string[] | null): Json {
  if (!fields) return payload;
  return pick(
    payload,
    fields.map((field) => field.split(".")),
  );
}

function pick(value: Json, paths: string[][]): Json {
  if (Array.isArray(value)) return value.map((item) => pick(item, paths));
  if (value === null || typeof value !== "object") return value;
  const kept: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) {
    const below = paths.filter((path) => path[0] === key);
    if (below.length === 0) continue;
    const whole = below.some((path) => path.length === 1);
    kept[key] = whole
      ? child
      : pick(
          child,
          below.map((path) => path.slice(1)),
        );
  }
  return kept;
}
