import { globSync, readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";

/** What the app told Shopify Flow. */
export type FlowTriggerDoc = {
  id: string;
  handle: string;
  payload: Record<string, unknown>;
  receivedAt: string;
};

const Settings = z
  .object({
    fields: z.array(z.object({ type: z.string(), key: z.string().optional() })).default([]),
  })
  .optional();
const Extension = z.object({ type: z.string(), handle: z.string().optional(), settings: Settings });
/** What stands beside the extensions of a file is meant for each of them. */
const ExtensionFile = z
  .object({ settings: Settings, extensions: z.array(Extension).default([]) })
  .transform(({ settings, extensions }) =>
    extensions.map((extension) => ({
      ...extension,
      fields: (extension.settings ?? settings)?.fields ?? [],
    })),
  );

/** Fields that stand for something of Shopify's come by its id. */
const REFERENCES: Record<string, string> = {
  customer_reference: "customer_id",
  order_reference: "order_id",
  product_reference: "product_id",
};

/** The keys that each of the app's triggers may carry, by handle, as its extensions declare them. */
export function declaredTriggers(root: string): Map<string, Set<string>> {
  const files = globSync("extensions/*/shopify.extension.toml", { cwd: root });
  const extensions = files.flatMap((file) =>
    ExtensionFile.parse(parse(readFileSync(`${root}/${file}`, "utf8"))),
  );
  return new Map(
    extensions
      .filter(({ type }) => type === "flow_trigger")
      .map(({ handle = "", fields }) => [
        handle,
        new Set(fields.map(({ type, key }) => REFERENCES[type] ?? key ?? "")),
      ]),
  );
}

/** What Shopify would say against a trigger, or null. A payload may carry only what the trigger declares. */
export function triggerProblem(
  triggers: Map<string, Set<string>>,
  handle: string,
  payload: Record<string, unknown>,
): string | null {
  const keys = triggers.get(handle);
  if (!keys) return `Invalid handle '${handle}'`;
  const strange = Object.keys(payload).find((key) => !keys.has(key));
  return strange === undefined
    ? null
    : `Errors validating schema:\n  Property '${strange}' is not in the trigger's fields`;
}
