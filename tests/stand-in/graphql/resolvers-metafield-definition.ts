import { createHash } from "node:crypto";
import { z } from "zod";

import type { GraphqlContext, Resolve } from "./context.ts";
import { connectionOf } from "./connection.ts";
import { namespaceOf } from "./namespace.ts";

/** `[customer.metafields.app.points_balance]` in the app's TOML. */
const Toml = z.record(
  z.string(),
  z.object({ type: z.string(), name: z.string().optional(), description: z.string().optional() }),
);
const OWNERS = ["customer", "order", "product", "variant", "shop"] as const;

export function findDefinition(
  context: Pick<GraphqlContext, "app">,
  ownerType: string,
  namespace: string,
  key: string,
) {
  return (
    listDefinitions(context).find(
      (definition) =>
        definition.ownerType === ownerType.toUpperCase() &&
        definition.namespace === namespace &&
        definition.key === key,
    ) ?? null
  );
}

export const metafieldDefinition: Resolve<unknown> = (_source, args, context) => {
  const wish = args["identifier"] as
    { ownerType: string; namespace?: string; key: string } | undefined;
  if (wish) return findDefinition(context, wish.ownerType, namespaceOf(wish.namespace), wish.key);
  return listDefinitions(context).find(({ id }) => id === args["id"]) ?? null;
};

export const metafieldDefinitions: Resolve<unknown> = (_source, args, context) =>
  connectionOf(
    listDefinitions(context).filter(
      (definition) =>
        definition.ownerType === args["ownerType"] &&
        (args["namespace"] === undefined ||
          definition.namespace === namespaceOf(args["namespace"])) &&
        (args["key"] === undefined || definition.key === args["key"]),
    ),
    args,
    context,
  );

/** The definitions that the app's TOML declares. */
function listDefinitions({ app }: Pick<GraphqlContext, "app">) {
  return OWNERS.flatMap((owner) => {
    const table = app.toml[owner] as { metafields?: { app?: unknown } } | undefined;
    const declared = table?.metafields?.app ? Toml.parse(table.metafields.app) : {};
    return Object.entries(declared).map(([key, { type, name, description }]) => ({
      __typename: "MetafieldDefinition",
      id: `gid://shopify/MetafieldDefinition/${idOf(owner, key)}`,
      ownerType: owner === "variant" ? "PRODUCTVARIANT" : owner.toUpperCase(),
      namespace: namespaceOf("$app"),
      key,
      name: name ?? key,
      description: description ?? null,
      pinnedPosition: null,
      type: { name: type, category: type.startsWith("number") ? "NUMBER" : "TEXT" },
    }));
  });
}

function idOf(owner: string, key: string): string {
  return String(createHash("md5").update(`${owner}.${key}`).digest().readUInt32BE(0));
}
