import type { MetafieldDoc } from "../../store/documents.ts";

/** `{namespace: {key: {value, type}}}` as Liquid reads it; the app's own reserved namespace is called `$app`, never `app`. */
export type MetafieldsObject = Record<string, Record<string, { value: unknown; type: string }>>;

export function metafieldsObject(metafields: MetafieldDoc[]): MetafieldsObject {
  const object: MetafieldsObject = {};
  for (const { namespace, key, type, value } of metafields) {
    const name = namespace === "$app" || /^app--\d+$/.test(namespace) ? "$app" : namespace;
    object[name] = { ...object[name], [key]: { type, value: typedValue(type, value) } };
  }
  return object;
}

function typedValue(type: string, value: string): unknown {
  if (type === "number_integer" || type === "number_decimal") return Number(value);
  if (type === "boolean") return value === "true";
  if (type === "json" || type.startsWith("list.")) return JSON.parse(value) as unknown;
  return value;
}
