import { createHash } from "node:crypto";
import { GraphQLError } from "graphql";
import { z } from "zod";

import type { MetafieldDoc } from "../store/documents.ts";
import { requireWrite } from "./access.ts";
import { connectionOf } from "./connection.ts";
import type { Args, GraphqlContext, Resolve, Resolvers } from "./context.ts";
import { namespaceOf } from "./namespace.ts";
import { findDefinition } from "./resolvers-metafield-definition.ts";
import { findNode } from "./resolvers-node.ts";
import { readGid, time } from "./values.ts";

const LARGEST_BATCH = 25;

export const Metafield: Resolvers<MetafieldDoc> = {
  id: (metafield) => `gid://shopify/Metafield/${metafield.id}`,
  legacyResourceId: (metafield) => metafield.id,
  namespace: (metafield) => metafield.namespace,
  key: (metafield) => metafield.key,
  type: (metafield) => metafield.type,
  value: (metafield) => metafield.value,
  jsonValue: (metafield) => jsonValue(metafield),
  sizeInBytes: (metafield) => Buffer.byteLength(metafield.value),
  compareDigest: (metafield) => digestOf(metafield),
  createdAt: (metafield) => time(metafield.createdAt),
  updatedAt: (metafield) => time(metafield.updatedAt),
  ownerType: (metafield) => readGid(metafield.ownerId)?.type.toUpperCase(),
  owner: (metafield, _args, context) => findNode(metafield.ownerId, context),
  definition: (metafield, _args, context) =>
    findDefinition(
      context,
      readGid(metafield.ownerId)?.type ?? "",
      metafield.namespace,
      metafield.key,
    ),
};

export function oneMetafield(ownerId: string, args: Args, { store, shop }: GraphqlContext) {
  return store.metafields.find(
    shop.id,
    ownerId,
    namespaceOf(args["namespace"]),
    String(args["key"]),
  );
}

export function listMetafields(ownerId: string, args: Args, context: GraphqlContext) {
  const namespace = args["namespace"] === undefined ? null : namespaceOf(args["namespace"]);
  const keys = args["keys"] as string[] | undefined;
  const all = context.store.metafields
    .list(context.shop.id, ownerId)
    .filter((metafield) => namespace === null || metafield.namespace === namespace)
    .filter((metafield) => !keys || keys.includes(`${metafield.namespace}.${metafield.key}`));
  return connectionOf(all, args, context);
}

const Input = z.object({
  ownerId: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  type: z.string().nullish(),
  value: z.string(),
  /** Undefined: whatever stands there. Null: nothing may stand there. */
  compareDigest: z.string().nullish(),
});

type Problem = { code: string; message: string; field: string };

/** All of at most 25 are written, or none. */
export const metafieldsSet: Resolve<unknown> = (_source, args, context) => {
  const inputs = z.array(Input).parse(args["metafields"]);
  if (inputs.length > LARGEST_BATCH) {
    throw new GraphQLError(
      `The input array size of ${inputs.length} is greater than the maximum allowed of ${LARGEST_BATCH}.`,
      { extensions: { code: "MAX_INPUT_SIZE_EXCEEDED" } },
    );
  }
  const drafts = inputs.map((input) => draftOf(input, context));
  const userErrors = drafts.flatMap((draft, elementIndex) =>
    "problem" in draft
      ? [
          {
            field: ["metafields", String(elementIndex), draft.problem.field],
            message: draft.problem.message,
            code: draft.problem.code,
            elementIndex,
          },
        ]
      : [],
  );
  if (userErrors.length > 0) return { metafields: [], userErrors };
  const metafields = context.store.transaction(() =>
    drafts.flatMap((draft) => {
      if ("problem" in draft) return [];
      context.store.metafields.put(context.shop.id, draft.doc);
      return [draft.doc];
    }),
  );
  return { metafields, userErrors: [] };
};

function draftOf(
  input: z.infer<typeof Input>,
  context: GraphqlContext,
): { doc: MetafieldDoc } | { problem: Problem } {
  const { store, shop, clock } = context;
  const owner = readGid(input.ownerId);
  if (!owner || !findNode(input.ownerId, context)) {
    return { problem: { code: "INVALID", field: "ownerId", message: "Owner does not exist." } };
  }
  requireWrite(owner.type, context, "metafieldsSet");
  const namespace = namespaceOf(input.namespace);
  const before = store.metafields.find(shop.id, input.ownerId, namespace, input.key);
  if (input.compareDigest !== undefined && input.compareDigest !== (before && digestOf(before))) {
    const message =
      "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.";
    return { problem: { code: "STALE_OBJECT", field: "compareDigest", message } };
  }
  const type =
    input.type ??
    before?.type ??
    findDefinition(context, owner.type, namespace, input.key)?.type.name;
  if (!type) return { problem: { code: "BLANK", field: "type", message: "Type can't be blank" } };
  const complaint = complaintAbout(type, input.value);
  if (complaint) return { problem: { code: "INVALID_VALUE", field: "value", message: complaint } };
  const now = clock.now().toISOString();
  return {
    doc: {
      id: before?.id ?? store.ids.next("Metafield"),
      ownerId: input.ownerId,
      namespace,
      key: input.key,
      type,
      value: input.value,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    },
  };
}

export const metafieldsDelete: Resolve<unknown> = (_source, args, context) => {
  const wishes = z
    .array(z.object({ ownerId: z.string(), namespace: z.string(), key: z.string() }))
    .parse(args["metafields"]);
  const deletedMetafields = wishes.map((wish) => {
    requireWrite(readGid(wish.ownerId)?.type ?? "", context, "metafieldsDelete");
    const namespace = namespaceOf(wish.namespace);
    const found = context.store.metafields.find(context.shop.id, wish.ownerId, namespace, wish.key);
    if (!found) return null;
    context.store.metafields.remove(context.shop.id, wish.ownerId, namespace, wish.key);
    return { ...wish, namespace };
  });
  return { deletedMetafields, userErrors: [] };
};

/** What is wrong with a value for its type, or null. */
function complaintAbout(type: string, value: string): string | null {
  if (value === "") return "Value can't be blank.";
  if (type === "number_integer" && !/^-?\d{1,16}$/.test(value)) return "Value must be an integer.";
  if (type === "number_decimal" && !/^-?\d+(\.\d+)?$/.test(value))
    return "Value must be a decimal.";
  if (type === "boolean" && !/^(true|false)$/.test(value)) return "Value must be true or false.";
  if ((type === "json" || type.startsWith("list.")) && !isJson(value))
    return "Value is invalid JSON.";
  return null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonValue({ type, value }: MetafieldDoc): unknown {
  if (type === "number_integer") return Number(value);
  if (type === "boolean") return value === "true";
  return type === "json" || type.startsWith("list.") ? (JSON.parse(value) as unknown) : value;
}

function digestOf({ type, value }: MetafieldDoc): string {
  return createHash("sha256").update(`${type}\n${value}`).digest("hex");
}
